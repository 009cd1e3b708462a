"""Landmarks of human faces, by MediaPipe's face landmarker, and what is measured on them.

    landmarker  finds the landmarks; the user supplies the model file
    geometry    distances, ratios and angles of the landmarks, by name

For pictures of people only: on a mouse these models find nothing, or something else.
"""
