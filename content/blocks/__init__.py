"""The blocks that editors compose bodies from; ``content.blocks.fields.BodyField`` is the model field for them."""
