"""Uploads a file with tuspy. Arguments: endpoint, file, and the bytes of one chunk. Stops after the first chunk and
resumes by the upload's URL; prints that URL."""

import os
import sys

from tusclient import client

endpoint, path, chunk = sys.argv[1], sys.argv[2], int(sys.argv[3])
tus = client.TusClient(endpoint)
first = tus.uploader(path, chunk_size=chunk, metadata={"filename": os.path.basename(path)}, upload_checksum=True)
first.upload_chunk()
second = tus.uploader(path, url=first.url, chunk_size=chunk, upload_checksum=True)
assert second.offset == first.offset > 0, (first.offset, second.offset)
second.upload()
print(second.url)
