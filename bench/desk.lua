-- Asks for the addresses in a file, in their order; a thread stops and says so when its share was answered.
-- Environment: ASKED (a file of lines "path cookie"), COUNT (answers of all threads), PORTS (of servers, commas between).
local ports, threads = {}, {}
for port in os.getenv("PORTS"):gmatch("%d+") do ports[#ports + 1] = port end

function setup(thread)
  threads[#threads + 1] = thread
  thread:set("place", #threads)
  thread.addr = wrk.lookup("127.0.0.1", ports[(#threads - 1) % #ports + 1])[1]
end

function init()
  asked, count, bad = {}, 0, 0
  for line in io.lines(os.getenv("ASKED")) do
    local path, cookie = line:match("^(%S+) ?(%S*)$")
    local headers = { Host = "localhost" }
    if cookie ~= "" then headers["Cookie"] = "watched=" .. cookie end
    asked[#asked + 1] = wrk.format("GET", path, headers)
  end
  most, at = math.floor(os.getenv("COUNT") / os.getenv("THREADS")), place
end

function request()
  local one = asked[(at - 1) % #asked + 1]
  at = at + tonumber(os.getenv("THREADS"))
  return one
end

function response(status)
  count = count + 1
  if status ~= 200 then bad = bad + 1 end
  if count == most then
    wrk.thread:stop()
    io.write("reached\n")
    io.flush()
  end
end

function done(summary, latency)
  local wrong = 0
  for _, thread in ipairs(threads) do wrong = wrong + thread:get("bad") end
  local e = summary.errors
  io.write(string.format("%d %d %.1f %.1f %d\n", summary.requests, summary.duration, latency:percentile(50),
    latency:percentile(99), wrong + e.connect + e.read + e.write + e.timeout))
end
