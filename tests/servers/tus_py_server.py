"""tuspyserver on a free loopback port; prints the port. Argument: the folder for uploads."""

import socket
import sys

import uvicorn
from fastapi import FastAPI
from tuspyserver import create_tus_router

app = FastAPI()
app.include_router(create_tus_router(prefix="files", files_dir=sys.argv[1]))
listener = socket.socket()
listener.bind(("127.0.0.1", 0))
# Whoever reads the port may connect at once, long before the server takes its first connection.
listener.listen()
print(listener.getsockname()[1], flush=True)
uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listener])
