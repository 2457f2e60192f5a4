"""The AWS CLI, started once: it takes longer to start than to answer.

Each line of standard input is a list of words, each line of standard output what the CLI made of them: its exit code,
and what it wrote. It ends when its standard input does.
"""
import io
import json
import sys
from contextlib import redirect_stderr, redirect_stdout

sys.dont_write_bytecode = True

from awscli.clidriver import create_clidriver

driver = create_clidriver()
for line in sys.stdin:
    output, error = io.StringIO(), io.StringIO()
    with redirect_stdout(output), redirect_stderr(error):
        try:
            status = driver.main(json.loads(line))
        except SystemExit as exit:
            status = exit.code
    print(json.dumps({"status": status, "output": output.getvalue(), "error": error.getvalue()}), flush=True)
