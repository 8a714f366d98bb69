-- Names, tags and descriptions that the API takes, made in one way by every script.
--
--   local naming = require "naming"
--   naming.format("{site}-th-{n:03}", { site = "fra", n = 7 })   --> "fra-th-007"
--   naming.slug("Halle 3, Süd")                                  --> "halle-3-sued"
--   naming.tag("co2-sensor")                                     --> "co2_sensor"
--   naming.describe("...")                                       --> at most 500 characters
local naming = {}

local DESCRIPTION_LIMIT = 500
local NAME_LIMIT = 100

-- Letters outside ASCII that a slug spells out; every other one becomes a separator.
local spelled = {
  ["ä"] = "ae", ["ö"] = "oe", ["ü"] = "ue", ["ß"] = "ss", ["Ä"] = "ae", ["Ö"] = "oe", ["Ü"] = "ue",
  ["á"] = "a", ["à"] = "a", ["â"] = "a", ["ã"] = "a", ["å"] = "a", ["Å"] = "a", ["æ"] = "ae", ["ç"] = "c",
  ["é"] = "e", ["è"] = "e", ["ê"] = "e", ["ë"] = "e", ["É"] = "e", ["È"] = "e",
  ["í"] = "i", ["ì"] = "i", ["î"] = "i", ["ï"] = "i", ["ñ"] = "n",
  ["ó"] = "o", ["ò"] = "o", ["ô"] = "o", ["õ"] = "o", ["ø"] = "o", ["Ø"] = "o",
  ["ú"] = "u", ["ù"] = "u", ["û"] = "u", ["ı"] = "i", ["İ"] = "i", ["ş"] = "s", ["Ş"] = "s", ["ğ"] = "g",
  ["ł"] = "l", ["Ł"] = "l", ["ń"] = "n", ["ś"] = "s", ["ź"] = "z", ["ż"] = "z", ["č"] = "c", ["š"] = "s", ["ž"] = "z",
}

local function check_text(text, what)
  if type(text) ~= "string" then
    error(("%s must be a string, got %s"):format(what, type(text)), 3)
  end
  if not utf8.len(text) then
    error(("%s is not UTF-8 text"):format(what), 3)
  end
end

local function words(text, separator)
  local plain = text:gsub(utf8.charpattern, function(character)
    return spelled[character] or (#character > 1 and " " or nil)
  end)
  return (plain:lower():gsub("[^a-z0-9]+", separator):gsub("^" .. separator .. "+", ""):gsub(separator .. "+$", ""))
end

-- The first `limit` characters of UTF-8 text, never half of one.
function naming.cut(text, limit)
  check_text(text, "the text to cut")
  local stop = utf8.offset(text, limit + 1)
  return stop and text:sub(1, stop - 1) or text
end

-- Lower-case ASCII letters and digits, with single hyphens between the words.
function naming.slug(text)
  check_text(text, "the text of a slug")
  return (words(text, "\1"):gsub("\1", "-"))
end

-- A tag in the API's alphabet: letters, digits and underscores.
function naming.tag(text)
  check_text(text, "a tag")
  return words(text, "_")
end

-- Tags from any number of texts: empty ones and repetitions dropped, the order kept.
function naming.tags(...)
  local tags, seen = {}, {}
  for _, text in ipairs { ... } do
    local tag = naming.tag(text)
    if tag ~= "" and not seen[tag] then
      seen[tag] = true
      tags[#tags + 1] = tag
    end
  end
  return tags
end

-- `level` is where an error points: 2 is the caller of the function that calls this one.
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

-- A whole number with leading zeros. A number too long for its width is an error: "th-1000" would sort before "th-999".
function naming.counter(number, width)
  return (pad(number, width, 2))
end

-- The text of one placeholder. It is called by gsub in naming.format, whose caller is at level 5.
local function fill(placeholder, values, template)
  local field, width = placeholder:match("^([%a_][%w_]*):0?(%d+)$")
  field = field or placeholder:match("^[%a_][%w_]*$")
  if not field then
    error(("'{%s}' in the template '%s' is neither {field} nor {field:03}"):format(placeholder, template), 5)
  end
  local value = values[field]
  if value == nil then
    error(("the template '%s' needs a value for '%s'"):format(template, field), 5)
  end
  return width and (pad(value, math.tointeger(width), 5)) or tostring(value)
end

-- Fills a template: {field} as it is, {field:03} as a counter of three digits. The name must fit the API's 100 characters.
function naming.format(template, values)
  check_text(template, "the template")
  local name = template:gsub("{([^{}]*)}", function(placeholder)
    return (fill(placeholder, values, template))
  end)
  if (utf8.len(name) or #name) > NAME_LIMIT then
    error(("the name '%s' is longer than %d characters"):format(name, NAME_LIMIT), 2)
  end
  return name
end

-- A description cut at 500 characters, on a character's boundary, with white space made single.
function naming.describe(text)
  check_text(text, "a description")
  return naming.cut((text:gsub("%s+", " "):gsub("^ ", ""):gsub(" $", "")), DESCRIPTION_LIMIT)
end

return naming
