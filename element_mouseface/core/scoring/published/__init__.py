"""The published score: prototypes of stimuli, and the similarity of frames to them."""
