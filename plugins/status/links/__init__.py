"""Links that leave the site: asked politely, remembered, told with the line that holds them; they block nothing."""
