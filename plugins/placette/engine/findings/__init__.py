"""Problems of a contribution, as values. The sentences that people read are made last."""
