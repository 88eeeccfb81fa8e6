-- What wrk sends: one request, made again and again from a template and a list of tokens.
--
-- The first argument names a file that returns the specification:
--   head, body   the template; {token} stands for the token of this request
--   tokens       a file with a token on each line, all of one length
--   mode         "same": no token; "cycle": one after the other, from the start again; "once": until there is none
--                left; "rotate": the refresh token of each answer takes the place of the one that was sent
--   pause        milliseconds that each connection waits before a request

local started = 0
function setup(thread)
  thread:set("number", started)
  started = started + 1
end

local pieces, tokens, first, last, paused = nil, nil, 1, 0, nil

local function split(text)
  local found = {}
  local from = 1
  while true do
    local at = text:find("{token}", from, true)
    if not at then
      found[#found + 1] = text:sub(from)
      return found
    end
    found[#found + 1] = text:sub(from, at - 1)
    from = at + 7
  end
end

function init(args)
  local spec = dofile(args[1])
  local threads = tonumber(args[2])
  local length = 0
  if spec.tokens then
    tokens = {}
    local line_number = 0
    for line in io.lines(spec.tokens) do
      if spec.mode == "cycle" or line_number % threads == number then
        last = last + 1
        tokens[last] = line
        length = #line
      end
      line_number = line_number + 1
    end
  end
  local body = spec.body or ""
  local head = spec.head
  if spec.body then
    local holes = select(2, body:gsub("{token}", ""))
    head = head .. "Content-Length: " .. (#body + holes * (length - 7)) .. "\r\n"
  end
  pieces = split(head .. "\r\n" .. body)
  local whole = pieces[1]
  if spec.mode == "same" then
    request = function() return whole end
  elseif spec.mode == "cycle" then
    local at = math.floor(last * number / threads)
    request = function()
      at = at % last + 1
      return table.concat(pieces, tokens[at])
    end
  else
    request = function()
      local token = tokens[first]
      if token == nil then
        wrk.thread:stop()
        return table.concat(pieces, tokens[first - 1] or "")
      end
      if first > 1 then tokens[first - 1] = nil end
      first = first + 1
      return table.concat(pieces, token)
    end
    if spec.mode == "rotate" then
      response = function(status, headers, answer)
        local token = answer:match('"refresh_token":"([^"]+)"')
        if token then
          last = last + 1
          tokens[last] = token
        end
      end
    end
  end
  if spec.pause then
    delay = function() return spec.pause end
  end
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    '{"requests":%d,"seconds":%.6f,"p50":%.0f,"p99":%.0f,"most":%.0f,"errors":%d}\n',
    summary.requests, summary.duration / 1e6,
    latency:percentile(50), latency:percentile(99), latency.max,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
