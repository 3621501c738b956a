"""A clinic's server: the therapist's pages for people who log in from anywhere, and the door for their
patients' laptops. It has no camera and keeps nothing in memory that another process would miss."""
