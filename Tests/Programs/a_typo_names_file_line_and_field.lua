-- A misspelt field is a wrong call: it raises on its line, names the field that was meant, and
-- nothing is sent.
--
-- effects:  qubitro.create_device
-- error:    :9: qubitro.create_device: unknown field 'descripton' (did you mean 'description'?)
-- error:    :9: in main chunk
-- requests: 0
-- exit:     1
qubitro.create_device { name = "a", descripton = "x", source = "mqtt" }
