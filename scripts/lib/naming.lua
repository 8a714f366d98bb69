-- Names, tags and descriptions that the API takes, made in one way by every script.
--
--   local naming = require "naming"
--   naming.format("{site}-th-{n:03}", { site = "fra", n = 7 })   --> "fra-th-007"
--   naming.slug("Halle 3, Süd")                                  --> "halle-3-sued"
--   naming.tag("co2-sensor")                                     --> "co2_sensor"
--   naming.describe("...")                                       --> at most 500 characters
--
-- What cannot be named is an error that says why: a name that differs from run to run makes a new
-- device in each.
local naming = {}

local DESCRIPTION_LIMIT = 500
local NAME_LIMIT = 100

-- How slugs and tags spell letters outside ASCII. A missing letter is an error; add it.
local spellings = {
  a = "áàâãåāăąÁÀÂÃÅĀĂĄ", ae = "äæÄÆ", c = "çćčÇĆČ", d = "ďđðĎĐÐ", e = "éèêëēėęěÉÈÊËĒĖĘĚ",
  g = "ğģĞĢ", i = "íìîïīįıÍÌÎÏĪĮİ", k = "ķĶ", l = "łĺľļŁĹĽĻ", n = "ñńňņÑŃŇŅ",
  o = "óòôõøőōÓÒÔÕØŐŌ", oe = "öœÖŒ", r = "řŕŘŔ", s = "śšşșŚŠŞȘ", ss = "ßẞ", t = "ťţțŤŢȚ",
  th = "þÞ", u = "úùûůűūųÚÙÛŮŰŪŲ", ue = "üÜ", y = "ýÿÝŸ", z = "źżžŹŻŽ",
}

local spelled = {}
for spelling, letters in pairs(spellings) do
  for _, code in utf8.codes(letters) do
    spelled[code] = spelling
  end
end

-- `level` is where an error points: 2 is the caller of the function that calls this one. Calls are
-- put in parentheses where a tail call would drop a level.
local function check_text(text, what, level)
  if type(text) ~= "string" then
    error(("%s must be a string, got %s"):format(what, type(text)), level + 1)
  end
  if not utf8.len(text) then
    error(("%s is not UTF-8 text"):format(what), level + 1)
  end
end

-- Whether a character outside ASCII is punctuation or a sign, and no letter.
local function is_sign(code)
  return code >= 0x80 and code < 0xC0
    or code == 0xD7 or code == 0xF7
    or code >= 0x2000 and code <= 0x2BFF
end

local function spell(code, level)
  if spelled[code] then
    return spelled[code]
  elseif code == 0x308 then
    return "e" -- a combining diaeresis: "u" and this are "ue"
  elseif code >= 0x300 and code <= 0x36F then
    return "" -- any other combining mark
  elseif is_sign(code) then
    return " "
  end
  local problem = "'%s' has no spelling in ASCII letters; add it to naming.lua"
  error(problem:format(utf8.char(code)), level + 1)
end

-- The text's ASCII words in lower case, joined by `separator`.
local function words(text, separator, level)
  local plain = {}
  for _, code in utf8.codes(text) do
    plain[#plain + 1] = code < 0x80 and string.char(code) or spell(code, level + 1)
  end
  local found = {}
  for word in table.concat(plain):lower():gmatch("[a-z0-9]+") do
    found[#found + 1] = word
  end
  return table.concat(found, separator)
end

local function make_tag(text, level)
  check_text(text, "a tag", level + 1)
  return (words(text, "_", level + 1))
end

-- The first `limit` characters of UTF-8 text, never half of one.
function naming.cut(text, limit)
  check_text(text, "the text to cut", 2)
  local stop = utf8.offset(text, limit + 1)
  return stop and text:sub(1, stop - 1) or text
end

-- Lower-case ASCII letters and digits, with single hyphens between the words.
function naming.slug(text)
  check_text(text, "the text of a slug", 2)
  return (words(text, "-", 2))
end

-- A tag in the API's alphabet: letters, digits and underscores.
function naming.tag(text)
  return (make_tag(text, 2))
end

-- Tags from any number of texts: nils, empty ones and repetitions dropped, the order kept.
function naming.tags(...)
  local texts, tags, seen = table.pack(...), {}, {}
  for index = 1, texts.n do
    local tag = texts[index] == nil and "" or make_tag(texts[index], 2)
    if tag ~= "" and not seen[tag] then
      seen[tag] = true
      tags[#tags + 1] = tag
    end
  end
  return tags
end

local function pad(number, width, level)
  local whole = math.tointeger(number)
  if not whole or whole < 0 then
    error(("a counter must be a whole number from 0, got %s"):format(tostring(number)), level + 1)
  end
  local digits = ("%d"):format(whole)
  if #digits > width then
    error(("the counter %s does not fit %d digits"):format(digits, width), level + 1)
  end
  return ("0"):rep(width - #digits) .. digits
end

-- A whole number with leading zeros. A number too long for its width is an error: "th-1000" would
-- sort before "th-999".
function naming.counter(number, width)
  return (pad(number, width, 2))
end

local function show(value, field, level)
  if type(value) == "number" then
    return math.tointeger(value) and ("%d"):format(value) or ("%.14g"):format(value)
  end
  check_text(value, ("'%s'"):format(field), level + 1)
  return value
end

-- The text of one placeholder. It is called by gsub in naming.format, whose caller is at level 5.
local function fill(placeholder, values, template)
  local field, width = placeholder:match("^([%a_][%w_]*):0?(%d+)$")
  field = field or placeholder:match("^[%a_][%w_]*$")
  if not field then
    local problem = "'{%s}' in the template '%s' is neither {field} nor {field:03}"
    error(problem:format(placeholder, template), 5)
  end
  local value = values[field]
  if value == nil then
    error(("the template '%s' needs a value for '%s'"):format(template, field), 5)
  end
  return width and (pad(value, math.tointeger(width), 5)) or (show(value, field, 5))
end

-- Fills a template: {field} as it is, {field:03} as a counter of three digits. The name must fit
-- the API's 100 characters.
function naming.format(template, values)
  check_text(template, "the template", 2)
  if template:gsub("{[^{}]*}", ""):find("[{}]") then
    error(("the template '%s' has a brace without its partner"):format(template), 2)
  end
  local name = template:gsub("{([^{}]*)}", function(placeholder)
    return (fill(placeholder, values, template))
  end)
  if utf8.len(name) > NAME_LIMIT then
    error(("the name '%s' is longer than %d characters"):format(name, NAME_LIMIT), 2)
  end
  return name
end

-- A description cut at 500 characters, on a character's boundary, with white space made single.
function naming.describe(text)
  check_text(text, "a description", 2)
  return naming.cut((text:gsub("%s+", " "):gsub("^ ", ""):gsub(" $", "")), DESCRIPTION_LIMIT)
end

return naming
