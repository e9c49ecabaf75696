// Serves a built site as its hosts do, by HTTP/2 and compressed, and prints the address.
// Usage: node serve.js FOLDER CERTIFICATE KEY

"use strict";

const fs = require("node:fs");
const http2 = require("node:http2");
const path = require("node:path");
const zlib = require("node:zlib");

const [folder, cert, key] = process.argv.slice(2);
const TYPES = {
  ".avif": "image/avif",
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
};
const COMPRESSED = new Set([".css", ".html", ".js", ".json", ".svg"]);

const server = http2.createSecureServer({
  cert: fs.readFileSync(cert),
  key: fs.readFileSync(key),
});
server.on("request", (request, response) => {
  const place = decodeURIComponent(new URL(request.url, "https://site").pathname);
  const file = path.join(folder, place.endsWith("/") ? `${place}index.html` : place);
  const suffix = path.extname(file);
  fs.readFile(file, (error, read) => {
    if (error) {
      response.writeHead(404).end();
      return;
    }
    const isCompressed = COMPRESSED.has(suffix);
    const body = isCompressed ? zlib.gzipSync(read) : read;
    response.writeHead(200, {
      "cache-control": "max-age=31536000",
      "content-length": body.length,
      "content-type": TYPES[suffix] ?? "application/octet-stream",
      ...(isCompressed && { "content-encoding": "gzip" }),
    });
    response.end(body);
  });
});
server.listen(0, "127.0.0.1", () => console.log(`https://127.0.0.1:${server.address().port}`));
