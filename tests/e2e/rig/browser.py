"""Pages as people see them, in a real browser: rig/read_pages.mjs looks at each, small and large, light and dark."""
import json
import os
import pathlib
import subprocess

READER = pathlib.Path(__file__).with_name("read_pages.mjs")
LOOKS = 4  # two widths, two colour schemes


def read_pages(test, port, stage, *pages):
    """`pages`: (name, path, what is done there). Every page in each look; nothing may be found. Returns them by name, as the last
    look had them. $CANDOR_SHOW_PAGES keeps pictures there."""
    shots = os.environ.get("CANDOR_SHOW_PAGES", "")
    if shots:
        pathlib.Path(shots).mkdir(parents=True, exist_ok=True)
    wanted = [{"name": f"{stage}-{name}", "path": path, **more} for name, path, more in pages]
    order = json.dumps({"base": f"http://127.0.0.1:{port}", "pages": wanted, "shots": shots})
    done = subprocess.run(["node", READER], input=order, capture_output=True, text=True, timeout=300, cwd=READER.parent, check=False)
    test.assertEqual(done.returncode, 0, done.stderr)
    found = json.loads(done.stdout)
    test.assertEqual(len(found), LOOKS * len(pages))
    problems = [(page["name"], page["width"], page["scheme"], page["problems"]) for page in found if page["problems"]]
    test.assertEqual(problems, [])
    return {page["name"].removeprefix(f"{stage}-"): page for page in found}
