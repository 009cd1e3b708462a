"""Named features of folders of still pictures.

labels      what is in each picture, from a table or from the names of subfolders
small       thumbnails, cells and quality of each picture, by the kernel of movies
features    a folder's table of named features
"""
