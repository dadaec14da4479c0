"""The food classifier in Chromium's WebAssembly beside native onnxruntime, one thread each, in one run.

Needs Chromium, Playwright (requirements-test.txt) and the extra `ml`.
"""

import gzip
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median, quantiles
from threading import Thread
from time import perf_counter
from typing import Any

from measuring import ROOT, arguments, publish

RELEASES = ROOT / "static" / "wasm"
RUNTIME = ("ort.wasm.min.mjs", "ort-wasm-simd-threaded.mjs", "ort-wasm-simd-threaded.wasm")
FOLDERS = {
    "js": ROOT / "static" / "js" / "recognition",
    "ort": ROOT / "node_modules" / "onnxruntime-web" / "dist",
    "golden": ROOT / "tests" / "web" / "js",
}
PHOTO = {"number": 4, "height": 512, "width": 683}
"""A golden image as large as a photo is after it was brought down."""
WARMING = 60
BROWSER = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
PAGE = b"""<!doctype html><title>bench</title><script type="module">
import * as ort from "/ort/ort.wasm.min.mjs";
import { openClassifier } from "/js/classifier.js";
import { prepare } from "/js/preprocess.js";
import { fetchModel } from "/js/release.js";
import { golden } from "/golden/golden.js";
Object.assign(ort.env.wasm, { numThreads: 1, wasmPaths: "/ort/" });
const { manifest, photo } = await (await fetch("/asked.json")).json();
const image = golden(photo.number, photo.height, photo.width);
const model = await fetchModel(manifest, new URL("/manifest.json", location));
const classifier = await openClassifier({ ort, manifest, model, prepare });
await classifier.classify(image);
const first = performance.now();
globalThis.bench = { first, block: async (runs) => {
  const found = [];
  for (let i = 0; i < runs; i += 1) found.push((await classifier.classify(image)).milliseconds);
  return found;
} };
</script>"""


class Handler(SimpleHTTPRequestHandler):
    """Serves the page, the modules and one model, each to be kept for ever, as production does."""

    def __init__(self, *args: Any, files: dict[str, Any], **kwargs: Any) -> None:
        self.files = files
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        """Answer from memory, or from a folder."""
        path = self.path.partition("?")[0]
        folder, _, name = path.lstrip("/").partition("/")
        content = self.files.get(path)
        if content is None and folder in FOLDERS and (FOLDERS[folder] / name).is_file():
            content = (FOLDERS[folder] / name).read_bytes()
        self.send_response(404 if content is None else 200)
        self.send_header("Content-Type", self.guess_type(path) if "." in path else "text/html")
        self.send_header("Content-Length", str(len(content or b"")))
        self.send_header("Cache-Control", "max-age=3600, immutable")
        self.end_headers()
        self.wfile.write(content or b"")

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def served(manifest: dict[str, Any], model: Path) -> Iterator[str]:
    """Serve the page with one model; yields its address."""
    asked = json.dumps({"manifest": manifest, "photo": PHOTO}).encode()
    address = f"/{manifest['folder']}/{manifest['file']}"
    files = {"/": PAGE, "/asked.json": asked, address: model.read_bytes()}
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, files=files))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def native(model: Path, manifest: dict[str, Any]) -> Any:
    """Return a function that runs the model natively so many times, in one thread: milliseconds of each."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    x = prepared(manifest)

    def block(runs: int) -> list[float]:
        taken = []
        for _ in range(runs):
            started = perf_counter()
            session.run(manifest["outputs"], {"image": x})
            taken.append((perf_counter() - started) * 1000)
        return taken

    block(1)
    return block


def prepared(manifest: dict[str, Any]) -> Any:
    """Return the same photo as the browser's, prepared."""
    from ml.made_up import golden
    from ml.preprocessing import from_dict, prepare

    return prepare(golden(**PHOTO), from_dict(manifest["preprocessing"]))[None]


def measure_file(browser: Any, model: Path, manifest: dict[str, Any], options: Any) -> dict[str, Any]:
    """Measure one file, WebAssembly and native in turns so that both meet the same machine."""
    from ml.files import sha256

    own = manifest | {"sha256": sha256(model), "bytes": model.stat().st_size}
    run_natively = native(model, own)
    with served(own, model) as address:
        context = browser.new_context()
        cold, page = first_answer(context, address)
        page.close()
        warm, page = first_answer(context, address)
        # What runs at first was compiled in haste; the browser puts better code in its place meanwhile.
        early = page.evaluate("runs => bench.block(runs)", WARMING)
        wasm, natively = [], []
        for _ in range(options.runs):
            natively += run_natively(options.images)
            wasm += page.evaluate("runs => bench.block(runs)", options.images)
        context.close()
    recognise = [each["recognise"] for each in wasm]
    return {
        "bytes": own["bytes"],
        "wasm_ms_median": round(median(recognise), 2),
        "wasm_ms_p95": round(quantiles(recognise, n=20)[-1], 2),
        "native_ms_median": round(median(natively), 2),
        "ratio": round(median(recognise) / median(natively), 2),
        "wasm_ms_second_to_sixth": round(median(each["recognise"] for each in early[:5]), 2),
        "prepare_ms_median": round(median(each["prepare"] for each in wasm), 2),
        "first_answer_ms_cold": round(cold),
        "first_answer_ms_warm": round(warm),
    }


def first_answer(context: Any, address: str) -> tuple[float, Any]:
    """Return the milliseconds from going to the page to its first answer, and the page."""
    page = context.new_page()
    page.goto(address)
    page.wait_for_function("globalThis.bench", timeout=600_000)
    return float(page.evaluate("bench.first")), page


def downloads(manifest: dict[str, Any]) -> dict[str, Any]:
    """Return the bytes of what a browser fetches, as they are and as gzip sends them."""
    files = {name: FOLDERS["ort"] / name for name in RUNTIME}
    files |= {"manifest.json": RELEASES / "manifest.json", "model": model_of(manifest)}
    table = {name: path.read_bytes() for name, path in files.items()}
    rows = {name: {"bytes": len(c), "gzip": len(gzip.compress(c, 9))} for name, c in table.items()}
    return rows | {"all": {key: sum(row[key] for row in rows.values()) for key in ("bytes", "gzip")}}


def model_of(manifest: dict[str, Any]) -> Path:
    """Return the file of the release."""
    return Path(RELEASES / manifest["folder"] / manifest["file"])


def measure(options: Any) -> dict[str, Any]:
    """Measure the release, and the files of a folder beside it."""
    import sys

    from playwright.sync_api import sync_playwright

    sys.path.insert(0, str(ROOT))
    try:
        manifest = json.loads((RELEASES / "manifest.json").read_text(encoding="utf-8"))
    except OSError as error:
        raise SystemExit("no release in static/wasm; manage.py ml_publish makes one") from error
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=BROWSER)
        figures = measure_file(browser, model_of(manifest), manifest, options)
        others = {
            path.stem: measure_file(browser, path, manifest, options)
            for path in sorted(options.folder.glob("*.onnx") if options.folder else ())
        }
        version = browser.version
        browser.close()
    return {
        "release": manifest["folder"],
        "variant": manifest["variant"],
        "size_px": manifest["preprocessing"]["size"],
        "runs": options.runs * options.images,
        **figures,
        "download": downloads(manifest),
        **({"files": others} if others else {}),
        "chromium": version,
    }


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--images", type=int, default=40, help="answers in a row of each run (default 40)")
    parser.add_argument("--folder", type=Path, help="measure every .onnx of this folder too")
    options = parser.parse_args()
    publish("wasm", measure(options), options)


main()
