-- The water meters of the spring batch, as the installer delivered them: serial number, street,
-- flat, and the date of the seal.
return {
  { serial = "WM-2041177", street = "Lindenallee 4", flat = "1 left", sealed = "2026-03-02" },
  { serial = "WM-2041178", street = "Lindenallee 4", flat = "1 right", sealed = "2026-03-02" },
  { serial = "WM-2041179", street = "Lindenallee 4", flat = "2", sealed = "2026-03-02" },
  {
    serial = "WM-2041185", street = "Am Mühlbach 11", flat = "ground floor", sealed = "2026-03-05",
  },
  { serial = "WM-2041186", street = "Am Mühlbach 11", flat = "attic", sealed = "2026-03-05" },
  { serial = "WM-2041190", street = "Hafenstraße 27", flat = "shop", sealed = "2026-03-09" },
}
