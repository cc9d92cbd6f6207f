"""GraphQL of a daemon, as the client `gql` sees it; what was seen is written as JSON.

    client.py work URL CERTIFICATE KEY DIRECTORY
        builds a client's schema of what the daemon tells, submits a job, follows it by
        subscriptions to its end and reads it
    client.py talk URL TRUST ITEM...
        does one item after another and then reads until the daemon closes: answers, how many of
        them had come when `pause` was over, code and reason of the close. Items are
            MESSAGE     sent as it is
            file:PATH   a message that is in a file by then
            COUNT       waits for so many answers
            until:TEXT  waits for an answer with that text in it
            pause       writes a line and waits for one
            leave       closes

TRUST is the file with the daemon's certificate; files with a certificate and a key to show the
daemon may follow it, behind commas.
"""

import asyncio
import contextlib
import json
import pathlib
import ssl
import sys

import websockets
from gql import Client, gql
from gql.transport.exceptions import TransportQueryError
from gql.transport.httpx import HTTPXTransport
from gql.transport.websockets import WebsocketsTransport

TIMEOUT_SECONDS = 60

SUBMIT = """
    mutation Submit($input: SubmitInput!) {
        submit(input: $input) { jobId status taskCounts { total } }
    }
"""
FOLLOW = """
    subscription Follow($job: String!, $after: Long) {
        jobEvents(jobId: $job, after: $after) { event number jobId task outcome status step }
    }
"""
SHOW = """
    query Show($job: String!) {
        job(jobId: $job) { status tasks { tasks { name outcome attempts { record } } } }
    }
"""


def trusting(files: str) -> ssl.SSLContext:
    trusted, *own = files.split(",")
    context = ssl.create_default_context(cafile=trusted)
    if own:
        context.load_cert_chain(*own)
    return context


def by_http(url: str, certificate: str, key: str) -> HTTPXTransport:
    return HTTPXTransport(
        url=url, headers={"X-API-Key": key}, verify=trusting(certificate), trust_env=False
    )


def by_socket(url: str, certificate: str, **how: dict) -> WebsocketsTransport:
    return WebsocketsTransport(
        url=url.replace("https://", "wss://"),
        ssl=trusting(certificate),
        subprotocols=[WebsocketsTransport.GRAPHQLWS_SUBPROTOCOL],
        connect_args={"proxy": None},
        **how,
    )


async def follow(transport: WebsocketsTransport, job: str, after: int) -> list[dict]:
    events = []
    async with Client(transport=transport, execute_timeout=TIMEOUT_SECONDS) as session:
        question = gql(FOLLOW)
        question.variable_values = {"job": job, "after": after}
        async for answer in session.subscribe(question):
            events.append(answer["jobEvents"])
    return events


async def asked_by_socket(transport: WebsocketsTransport) -> str:
    async with Client(transport=transport) as session:
        return (await session.execute(gql("{ health }")))["health"]


async def refusal(transport: WebsocketsTransport) -> str:
    try:
        return await asked_by_socket(transport)
    except Exception as error:  # Each way to be refused is one that the test looks at.
        return f"{type(error).__name__}: {error}"


def work(url: str, certificate: str, key: str, directory: str) -> dict:
    client = Client(transport=by_http(url, certificate, key), fetch_schema_from_transport=True)
    file = {"path": "a.yaml", "directory": directory, "text": "command: echo a"}
    submit, show = gql(SUBMIT), gql(SHOW)
    submit.variable_values = {"input": {"callerDirectory": directory, "files": [file]}}
    job = client.execute(submit)["submit"]["jobId"]
    header = {"headers": {"Authorization": f"Bearer {key}"}}
    payload = {"init_payload": {"X-API-Key": key}}
    events = asyncio.run(follow(by_socket(url, certificate, **header), job, 0))
    rest = asyncio.run(follow(by_socket(url, certificate, **payload), job, events[1]["number"]))
    show.variable_values = {"job": job}
    shown = client.execute(show)["job"]
    try:
        client.execute(gql('mutation { cancel(jobId: "999") { tasks } }'))
        problem = None
    except TransportQueryError as error:
        problem = error.errors[0]
    wrong = {"init_payload": {"X-API-Key": "orchestro_" + "A" * 43}}
    return {
        "events": events,
        "rest": rest,
        "shown": shown,
        "problem": problem,
        "health": asyncio.run(asked_by_socket(by_socket(url, certificate, **payload))),
        "nobody": asyncio.run(refusal(by_socket(url, certificate))),
        "wrong": asyncio.run(refusal(by_socket(url, certificate, **wrong))),
    }


async def talk(url: str, trust: str, *items: str) -> dict:
    answers: list[dict] = []
    paused_after = 0
    connection = await websockets.connect(
        url.replace("https://", "wss://"),
        ssl=trusting(trust),
        subprotocols=["graphql-transport-ws"],
        proxy=None,
    )

    async def read() -> str:
        text = await socket.recv()
        answers.append(json.loads(text))
        return text

    async with connection as socket:
        with contextlib.suppress(websockets.ConnectionClosed):
            for item in items:
                if item == "leave":
                    await socket.close()
                elif item == "pause":
                    print("paused", flush=True)
                    await asyncio.to_thread(sys.stdin.readline)
                    paused_after = len(answers)
                elif item.isdigit():
                    for _ in range(int(item)):
                        await read()
                elif item.startswith("until:"):
                    while item.removeprefix("until:") not in await read():
                        pass
                elif item.startswith("file:"):
                    await socket.send(pathlib.Path(item.removeprefix("file:")).read_text())
                else:
                    await socket.send(item)
            while True:
                await read()
    end = {"code": socket.close_code, "reason": socket.close_reason}
    return end | {"answers": answers, "before": paused_after}


def main() -> None:
    what, *arguments = sys.argv[1:]
    if what == "talk":
        seen = asyncio.run(asyncio.wait_for(talk(*arguments), TIMEOUT_SECONDS))
    else:
        seen = work(*arguments)
    print(json.dumps(seen))


main()
