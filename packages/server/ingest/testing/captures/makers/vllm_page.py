"""Usage: vllm_page.py FOLDER_OF_THE_WHEEL PAGES. Pages of metrics of vLLM's own PrometheusStatLogger, without its engine: the classes that need torch are stood in for."""
import enum, gzip, importlib.abc, importlib.machinery, os, sys, types
from unittest.mock import MagicMock
wheel, pages = sys.argv[1:]
sys.path.insert(0, wheel)
real = {"vllm.v1.metrics." + n for n in ("loggers", "buckets", "prometheus", "stats", "utils", "cache_hit_source")}
class Fake(types.ModuleType):
    __path__ = []
    def __getattr__(self, name):
        if name.startswith("__"): raise AttributeError(name)
        made = type(name, (), {"__init__": lambda self, *a, **k: None, "__getattr__": lambda self, n: MagicMock()}) if name[0].isupper() else MagicMock(name=name)
        setattr(self, name, made); return made
class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path, target=None):
        if name in real or name == "vllm.v1.metrics": return None
        if name == "vllm" or name.startswith("vllm.") or name in ("torch", "numpy"): return importlib.machinery.ModuleSpec(name, self, is_package=True)
    def create_module(self, spec):
        m = Fake(spec.name)
        if spec.name in ("vllm", "vllm.v1"): m.__path__ = [wheel + "/" + spec.name.replace(".", "/")]
        return m
    def exec_module(self, m): pass
sys.meta_path.insert(0, Finder())
import vllm.v1.engine as engine
class FinishReason(enum.IntEnum):
    STOP = 0; LENGTH = 1; ABORT = 2; ERROR = 3; REPETITION = 4
    def __str__(self): return self.name.lower()
engine.FinishReason = FinishReason
from vllm.v1.metrics import loggers, stats
config = MagicMock(); config.model_config.served_model_name = "tiny"; config.model_config.max_model_len = 4096
config.observability_config.kv_cache_metrics = False; config.observability_config.custom_histogram_buckets = None; config.lora_config = None; config.speculative_config = None
logger = loggers.PrometheusStatLogger(config, [0])
def stat(**more):
    s = stats.SchedulerStats(num_running_reqs=3, num_waiting_reqs=2, kv_cache_usage=0.25); return s
import prometheus_client
def second(n):
    it = stats.IterationStats(); it.num_generation_tokens = 40 * n; it.prompt_token_stats.total = 96 * n
    it.time_to_first_tokens_iter = [0.03] * n; it.inter_token_latencies_iter = [0.01] * n
    it.finished_requests = [stats.FinishedRequestStats(finish_reason=FinishReason.STOP, e2e_latency=0.42, num_prompt_tokens=96, num_generation_tokens=40, queued_time=0.01, prefill_time=0.02, inference_time=0.4, decode_time=0.38, mean_time_per_output_token=0.0095) for _ in range(n)]
    logger.record(scheduler_stats=stat(), iteration_stats=it, engine_idx=0)
for name in ("1", "2"):
    second(4)
    text = prometheus_client.generate_latest().decode()
    with open(os.path.join(pages, "vllm-%s.txt.gz" % name), "wb") as file:
        file.write(gzip.compress(text.encode(), 9, mtime=0))
