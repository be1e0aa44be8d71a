"""Usage: traceloop|langsmith MODEL_URL. Spans of OpenLLMetry's SDK, or of LangSmith's OpenTelemetry exporter."""
import os, sys
what, url = sys.argv[1:3]
os.environ["OTEL_SERVICE_NAME"] = what
if what == "langsmith":
    os.environ.update(LANGSMITH_TRACING="true", LANGSMITH_OTEL_ENABLED="true", LANGSMITH_OTEL_ONLY="true", LANGSMITH_API_KEY="none", LANGSMITH_ENDPOINT="http://127.0.0.1:9")
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
def provide():
    provider = TracerProvider(); provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter())); trace.set_tracer_provider(provider); return provider
import openai
def ask(client):
    client.chat.completions.create(model="tiny", messages=[{"role": "user", "content": "my secret question"}])
    for _ in client.chat.completions.create(model="tiny", stream=True, stream_options={"include_usage": True}, messages=[{"role": "user", "content": "my secret question"}]): pass
    client.embeddings.create(model="tiny-embed", input=["secret text"])
    try: client.chat.completions.create(model="broken", messages=[{"role": "user", "content": "my secret question"}])
    except openai.APIError: pass
def agent():
    from langchain.agents import create_agent
    from langchain_openai import ChatOpenAI
    from langchain_core.tools import tool
    @tool
    def weather(city: str) -> str:
        """The weather of a city."""
        return "secret sun in " + city
    create_agent(ChatOpenAI(model="tiny", base_url=url, api_key="none"), tools=[weather], name="forecaster").invoke({"messages": [{"role": "user", "content": "my secret question"}]})
if what == "traceloop":
    from traceloop.sdk import Traceloop
    from traceloop.sdk.decorators import workflow, agent as agent_of, tool as tool_of
    Traceloop.init(app_name="traceloop", api_endpoint=os.environ["OTEL_EXPORTER_OTLP_ENDPOINT"])
    client = openai.OpenAI(base_url=url, api_key="none", max_retries=0)
    @tool_of(name="weather")
    def weather(city): return "secret sun in " + city
    @agent_of(name="forecaster")
    def forecast(): weather("secret Bern"); ask(client)
    @workflow(name="answer")
    def answer(): forecast()
    answer(); agent()
    trace.get_tracer_provider().shutdown() if hasattr(trace.get_tracer_provider(), "shutdown") else None
else:
    import time
    provider = provide(); agent(); time.sleep(2); provider.force_flush(); provider.shutdown()
