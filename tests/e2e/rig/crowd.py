"""Thousands of webhook endpoints, each a host of its own: every address of 127.0.0.0/8 is this machine."""
import asyncio
import threading
import time


class Crowd:
    """Use as a context manager. `urls`: of all; the first `hanging` of them take a request and never answer. `heard`: address -> when
    its request came (time.monotonic)."""

    def __init__(self, count, hanging):
        self.addresses = [f"127.{1 + n // 62500}.{n // 250 % 250}.{1 + n % 250}" for n in range(count)]
        self.hanging, self.heard = set(self.addresses[:hanging]), {}
        self._loop = asyncio.new_event_loop()

    def __enter__(self):
        # On all addresses: those of 127.0.0.0/8 cannot be listened at together in any other way.
        self._server = self._loop.run_until_complete(asyncio.start_server(self._serve, "0.0.0.0", 0, backlog=4096))
        self.port = self._server.sockets[0].getsockname()[1]
        self.urls = [f"http://{address}:{self.port}" for address in self.addresses]
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_):
        asyncio.run_coroutine_threadsafe(self._hang_up(), self._loop).result(30)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _hang_up(self):
        self._server.close()
        talks = asyncio.all_tasks() - {asyncio.current_task()}
        for talk in talks:
            talk.cancel()
        await asyncio.gather(*talks, return_exceptions=True)

    async def _serve(self, reader, writer):
        address = writer.get_extra_info("sockname")[0]
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = next(int(line.partition(b":")[2]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
                await reader.readexactly(length)
                self.heard.setdefault(address, time.monotonic())
                if address not in self.hanging:
                    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                    await writer.drain()
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # it hung up
        finally:
            writer.close()
