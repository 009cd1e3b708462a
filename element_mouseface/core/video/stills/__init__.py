"""Still pictures: files of a folder, what their headers say, and their pixels.

    folder      which files of a folder are pictures
    header      format, size, orientation tag and the like, without decoding
    decoding    luma, color, and which pixels are transparent
    survey      the headers of all pictures of a folder, and what they have in common

    jpeg, png, tiff     the formats' own structure, as far as it tells damage and turns

A picture that cannot be read stops nothing: its error is kept beside its name.
"""
