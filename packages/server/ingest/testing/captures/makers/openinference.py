"""Spans of OpenInference's instrumentations of OpenAI, LangChain/LangGraph and LlamaIndex, as these emit them. Usage: openai|langchain|llamaindex MODEL_URL"""
import sys
from opentelemetry import trace
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor, BatchSpanProcessor
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
what, url = sys.argv[1:3]
provider = TracerProvider(resource=Resource.create({"service.name": what, "service.instance.id": "1"}))
provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
trace.set_tracer_provider(provider)
if what == "openai":
    from openinference.instrumentation.openai import OpenAIInstrumentor
    OpenAIInstrumentor().instrument()
    import openai
    client = openai.OpenAI(base_url=url, api_key="none", max_retries=0)
    client.chat.completions.create(model="tiny", messages=[{"role": "user", "content": "my secret question"}])
    for _ in client.chat.completions.create(model="tiny", stream=True, stream_options={"include_usage": True}, messages=[{"role": "user", "content": "my secret question"}]): pass
    client.embeddings.create(model="tiny-embed", input=["secret text"])
    try: client.chat.completions.create(model="broken", messages=[{"role": "user", "content": "my secret question"}])
    except openai.APIError: pass
elif what == "langchain":
    from openinference.instrumentation.langchain import LangChainInstrumentor
    LangChainInstrumentor().instrument()
    from langchain.agents import create_agent
    from langchain_openai import ChatOpenAI
    from langchain_core.tools import tool
    @tool
    def weather(city: str) -> str:
        """The weather of a city."""
        return "secret sun in " + city
    agent = create_agent(ChatOpenAI(model="tiny", base_url=url, api_key="none"), tools=[weather], name="forecaster")
    agent.invoke({"messages": [{"role": "user", "content": "my secret question"}]})
else:
    from openinference.instrumentation.llama_index import LlamaIndexInstrumentor
    LlamaIndexInstrumentor().instrument()
    import asyncio
    from llama_index.llms.openai_like import OpenAILike
    from llama_index.core import Document, SummaryIndex
    from llama_index.core.agent.workflow import FunctionAgent
    llm = OpenAILike(model="tiny", api_base=url, api_key="none", is_chat_model=True, is_function_calling_model=True)
    SummaryIndex.from_documents([Document(text="a secret text")]).as_query_engine(llm=llm).query("my secret question")
    def weather(city: str) -> str:
        """The weather of a city."""
        return "secret sun in " + city
    agent = FunctionAgent(tools=[weather], llm=llm, name="forecaster")
    async def ask(): await agent.run("my secret question")
    asyncio.run(ask())
provider.shutdown()
