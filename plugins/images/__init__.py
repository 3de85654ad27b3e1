"""Pictures: drawn landscapes, and what photos become."""
