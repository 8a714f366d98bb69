print("printed", 1, true, nil)
host.log.debug("debugging", { at = 1 })
host.log.info("informing", { site = "fra", list = { 1, 2 } })
host.log.warn("warning")
host.log.error("erring", { text = "two\nlines" })
print("Ærø \27[31m and \"quotes\"")
qubitro.create_device { name = "Ærø \"1\"", source = "mqtt" }
