"""Write a tiny language model with random weights: enough for an engine to load and sample from.

    python model.py FILE

Architecture and file format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md. Its vocabulary is printable
ASCII and the line feed, so that a grammar for JSON cannot let control characters into strings.
"""

from __future__ import annotations

import sys

import gguf
import numpy as np

EMBED, BLOCKS, HEADS, FORWARD, CONTEXT = 64, 2, 4, 128, 8192
TEMPLATE = "{% for message in messages %}{{ message.role }}: {{ message.content }}\n{% endfor %}assistant:"


def main(path: str) -> None:
    """Write the model."""
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_name("tiny")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(EMBED)
    writer.add_block_count(BLOCKS)
    writer.add_feed_forward_length(FORWARD)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(EMBED // HEADS)
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    symbols = ["Ġ" if byte == 32 else chr(byte) for byte in range(32, 127)] + ["Ċ"]
    tokens = [*symbols, "<|endoftext|>", "<|start|>"]
    normal, control = int(gguf.TokenType.NORMAL), int(gguf.TokenType.CONTROL)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(tokens)
    writer.add_token_types([normal] * len(symbols) + [control] * 2)
    writer.add_token_merges(["a b"])
    writer.add_eos_token_id(len(symbols))
    writer.add_bos_token_id(len(symbols) + 1)
    writer.add_chat_template(TEMPLATE)
    random = np.random.default_rng(1)

    def weights(name: str, *shape: int) -> None:
        writer.add_tensor(f"{name}.weight", random.normal(0, 0.05, shape).astype(np.float32))

    def norm(name: str) -> None:
        writer.add_tensor(f"{name}.weight", np.ones(EMBED, dtype=np.float32))

    weights("token_embd", len(tokens), EMBED)
    norm("output_norm")
    weights("output", len(tokens), EMBED)
    for block in range(BLOCKS):
        norm(f"blk.{block}.attn_norm")
        norm(f"blk.{block}.ffn_norm")
        for part in ("attn_q", "attn_k", "attn_v", "attn_output"):
            weights(f"blk.{block}.{part}", EMBED, EMBED)
        weights(f"blk.{block}.ffn_gate", FORWARD, EMBED)
        weights(f"blk.{block}.ffn_up", FORWARD, EMBED)
        weights(f"blk.{block}.ffn_down", EMBED, FORWARD)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


if __name__ == "__main__":
    main(sys.argv[1])
