"""Measure: frames in, head and shoulder angles out. Knows no exercise.

Axes and signs (defined here and nowhere else)
----------------------------------------------
Left and up are positive, always the **patient's own left**, whatever a mirrored picture shows.

============================  ==========================================  ======================
name                          positive means                              unit
============================  ==========================================  ======================
``rotation``                  face turned to the patient's left           degrees
``lateral_flexion``           left ear toward the left shoulder           degrees
``extension``                 chin up (negative is flexion, chin down)    degrees
``shoulder_tilt``             left shoulder higher than the right         degrees
``shoulder_elevation_*``      that shoulder higher than in the neutral    shoulder widths
``trunk_lean``                trunk leaning to the patient's left         degrees
``lateral_shift``             head moved to the patient's left            shoulder widths
============================  ==========================================  ======================

Head angles are intrinsic: rotation, then extension, then lateral flexion. Rotations are composed as
matrices and never subtracted as angles.

The *patient frame* used for rotation matrices has x to the patient's left, y up and z forward (toward the
camera when the patient faces it). A head matrix maps head coordinates to patient-frame coordinates of the
camera: identity is a head that faces the camera squarely. With the angles rotation ``a``, extension ``e``
and lateral flexion ``f``: ``R = Ry(a) @ Rx(-e) @ Rz(-f)``, right-handed, which makes each angle positive
as in the table.

Pictures are as the camera sees them, never mirrored: image x runs to the patient's left, image y down.
Times ``t_s`` are seconds on one monotonic clock since the camera was opened.
"""

import os

# Windows: without this a webcam can take minutes to open (OpenCV issue 17687). OpenCV reads it when it is
# first imported, so it stands here, above every module that imports OpenCV.
os.environ.setdefault("OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS", "0")
