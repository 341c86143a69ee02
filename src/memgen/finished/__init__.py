"""What is done with a finished run: judged, compared with the gallery, copied into it."""
