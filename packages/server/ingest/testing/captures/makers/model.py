"""A model on loopback that speaks OpenAI's chat API: answers with a fixed text, streams, calls a tool when it is offered one, fails for model 'broken'."""
import json, sys, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def log_message(self, *a): pass
    def send(self, code, body, kind="application/json"):
        data = body.encode()
        self.send_response(code); self.send_header("content-type", kind); self.send_header("content-length", str(len(data))); self.end_headers(); self.wfile.write(data)
    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))) or b"{}")
        model = asked.get("model", "tiny")
        if model == "broken": return self.send(500, json.dumps({"error": {"message": "broken", "type": "server_error", "code": "broken"}}))
        usage = {"prompt_tokens": 12, "completion_tokens": 5, "total_tokens": 17}
        if self.path.endswith("/embeddings"):
            n = len(asked["input"]) if isinstance(asked["input"], list) else 1
            return self.send(200, json.dumps({"object": "list", "model": model, "data": [{"object": "embedding", "index": i, "embedding": [0.1, 0.2, 0.3]} for i in range(n)], "usage": {"prompt_tokens": 4, "total_tokens": 4}}))
        base = {"id": "chatcmpl-1", "created": 1764000000, "model": model + "-2026"}
        used = any(m.get("role") == "tool" for m in asked.get("messages", []))
        if asked.get("tools") and not used:
            name = asked["tools"][0]["function"]["name"]
            message = {"role": "assistant", "content": None, "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": name, "arguments": json.dumps({"city": "Bern"})}}]}
            reason = "tool_calls"
        else:
            message = {"role": "assistant", "content": "It is the secret answer."}; reason = "stop"
        if asked.get("stream"):
            self.send_response(200); self.send_header("content-type", "text/event-stream"); self.send_header("connection", "close"); self.end_headers()
            def event(x): self.wfile.write(b"data: " + (x if isinstance(x, bytes) else json.dumps(x).encode()) + b"\n\n"); self.wfile.flush()
            chunk = dict(base, object="chat.completion.chunk")
            time.sleep(0.02)
            if message["content"]:
                for word in message["content"].split(" "): event(dict(chunk, choices=[{"index": 0, "delta": {"role": "assistant", "content": word + " "}, "finish_reason": None}])); time.sleep(0.005)
            else:
                event(dict(chunk, choices=[{"index": 0, "delta": {"role": "assistant", "tool_calls": [dict(message["tool_calls"][0], index=0)]}, "finish_reason": None}]))
            event(dict(chunk, choices=[{"index": 0, "delta": {}, "finish_reason": reason}]))
            event(dict(chunk, choices=[], usage=usage)); event(b"[DONE]"); self.close_connection = True
            return
        time.sleep(0.03)
        self.send(200, json.dumps(dict(base, object="chat.completion", choices=[{"index": 0, "message": message, "finish_reason": reason}], usage=usage)))

server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler)
print(server.server_address[1], flush=True)
server.serve_forever()
