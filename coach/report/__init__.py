"""What leaves the product for other programs and for paper: tables (CSV), FHIR R4, two pages of PDF.

Edge: reads a patient from the store and writes bytes. No clock: whoever asks says what day it is. A patient's
name and a therapist's notes leave only where they were asked for.
"""
