"""GraphQL of a daemon, as the client `gql` sees it; what was seen is written as JSON.

    client.py work URL CERTIFICATE KEY DIRECTORY
        builds a client's schema of what the daemon tells, submits a job, follows it by
        subscriptions to its end and reads it
    client.py talk URL CERTIFICATE [MESSAGE | COUNT]...
        sends messages as they are, or waits for so many answers: answers, code of the close
"""

import asyncio
import json
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


def trusting(certificate: str) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=certificate)


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


async def talk(url: str, certificate: str, *messages: str) -> dict:
    answers: list[dict] = []
    connection = await websockets.connect(
        url.replace("https://", "wss://"),
        ssl=trusting(certificate),
        subprotocols=["graphql-transport-ws"],
        proxy=None,
    )
    async with connection as socket:
        try:
            for message in messages:
                if not message.isdigit():
                    await socket.send(message)
                    continue
                for _ in range(int(message)):
                    answers.append(json.loads(await socket.recv()))
            if messages and not messages[-1].isdigit():
                await socket.recv()
        except websockets.ConnectionClosed:
            pass
    return {"answers": answers, "code": socket.close_code, "reason": socket.close_reason}


def main() -> None:
    what, *arguments = sys.argv[1:]
    if what == "talk":
        seen = asyncio.run(asyncio.wait_for(talk(*arguments), TIMEOUT_SECONDS))
    else:
        seen = work(*arguments)
    print(json.dumps(seen))


main()
