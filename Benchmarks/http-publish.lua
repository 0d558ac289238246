-- Publishes over HTTP as fast as the publisher answers; every event gets a new id.
--
-- wrk -t1 -c16 -d10s --latency -s Benchmarks/http-publish.lua http://127.0.0.1:8080 -- EVENTS_A_REQUEST

local event = '{"type":"shots.fired","source":"bench","sourceepoch":1,"sequence":1,"agency":"expd",'
    .. '"subject":"2025-0520-001","status":"Exercise","tlp":"AMBER","time":"2025-05-20T14:38:45Z",'
    .. '"authorid":"u17","authorrole":"dispatcher","narrative":"One report heard from the garage.",'
    .. '"data":{"by":"unknown","rounds":1}}'

function init(arguments)
    local count = tonumber(arguments[1]) or 1
    wrk.method = "POST"
    wrk.path = "/v1/events"
    if count == 1 then
        wrk.headers["Content-Type"] = "application/cloudevents+json"
        wrk.body = event
    else
        local events = {}
        for index = 1, count do events[index] = event end
        wrk.headers["Content-Type"] = "application/cloudevents-batch+json"
        wrk.body = "[" .. table.concat(events, ",") .. "]"
    end
end

function done(summary) io.write(("answers that are not 201: %d\n"):format(summary.errors.status)) end
