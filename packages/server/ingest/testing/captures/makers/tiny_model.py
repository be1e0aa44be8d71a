"""Usage: tiny_model.py FILE. A model of llama's kind, of some thousand random weights: for a server that must have one."""

import sys

import numpy as np
from gguf import GGUFWriter, TokenType

random = np.random.default_rng(1)
width, layers, heads, inner = 32, 1, 2, 64
tokens = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256)), "▁"]
kinds = [TokenType.UNKNOWN, TokenType.CONTROL, TokenType.CONTROL, *[TokenType.BYTE] * 256, TokenType.NORMAL]
model = GGUFWriter(sys.argv[1], "llama")
model.add_block_count(layers)
model.add_context_length(4096)
model.add_embedding_length(width)
model.add_feed_forward_length(inner)
model.add_head_count(heads)
model.add_head_count_kv(heads)
model.add_layer_norm_rms_eps(1e-5)
model.add_rope_dimension_count(width // heads)
model.add_vocab_size(len(tokens))
model.add_tokenizer_model("llama")
model.add_token_list(tokens)
model.add_token_scores([0.0] * len(tokens))
model.add_token_types(kinds)
model.add_bos_token_id(1)
model.add_eos_token_id(2)
model.add_unk_token_id(0)
weights = lambda *shape: (0.1 * random.standard_normal(shape)).astype(np.float32)
model.add_tensor("token_embd.weight", weights(len(tokens), width))
model.add_tensor("output_norm.weight", np.ones(width, np.float32))
model.add_tensor("output.weight", weights(len(tokens), width))
for layer in range(layers):
    for name in ("attn_norm", "ffn_norm"):
        model.add_tensor(f"blk.{layer}.{name}.weight", np.ones(width, np.float32))
    for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
        model.add_tensor(f"blk.{layer}.{name}.weight", weights(width, width))
    model.add_tensor(f"blk.{layer}.ffn_gate.weight", weights(inner, width))
    model.add_tensor(f"blk.{layer}.ffn_up.weight", weights(inner, width))
    model.add_tensor(f"blk.{layer}.ffn_down.weight", weights(width, inner))
model.write_header_to_file()
model.write_kv_data_to_file()
model.write_tensors_to_file()
model.close()
