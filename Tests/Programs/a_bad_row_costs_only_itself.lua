-- Rows that the host or the API refuses return nil and an error; the loop goes on, the good rows
-- are created, and the exit status tells.
--
-- effects:  qubitro.create_device x4
-- status:   created rejected rejected created
-- output:   invalid: qubitro.create_device 'b': source must be 'http' or 'mqtt', got the string
-- ..        "lora"
-- output:   invalid: qubitro.create_device: name must be a string, got the integer 7
-- error:    created 2, rejected 2
-- error:    next: correct the row and run again; nothing was created
-- requests: 2
-- exit:     1
-- rerun:    unchanged rejected x2 unchanged exit 1 requests 0
for _, row in ipairs { { "a", "mqtt" }, { "b", "lora" }, { 7, "http" }, { "d", "http" } } do
  local device, err = qubitro.create_device { name = row[1], source = row[2], tags = { "x" } }
  if not device then
    print(err.kind .. ": " .. err.message)
  end
end
