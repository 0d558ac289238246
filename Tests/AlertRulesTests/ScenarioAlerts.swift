/// What people see of the shipped rules' alerts in the two scenarios: time, rule, severity, status, marking, whether
/// it must be acknowledged, and key; the text; the audience.
enum ScenarioAlerts {
    static let standoff = """
        14:21:48 R17 Severe Exercise AMBER acknowledge 2025-0520-001
          The inner ring is not established 15 min after the declaration
          to command
        14:24:30 R06 Extreme Exercise RED acknowledge 2025-0520-001 3
          3 hostages reported at 14:24:10 UTC, certainty Likely
          to command, negotiators, medics
        14:25:20 R05 Extreme Exercise AMBER acknowledge 2025-0520-001 HOSTAGE
          Now HOSTAGE, was BARICADE, at 14:25:00 UTC
          to command, dispatch
        14:39:05 R01 Extreme Exercise AMBER acknowledge 0196ee21-f508-7001-8000-000000000011
          Shots fired by unknown at 14:38:45 UTC, certainty Possible
          to command, medics
        14:46:50 R22 Extreme Exercise AMBER acknowledge 0196ee21-f508-7001-8000-000000000011 0196ee29-0d70-7001-8000-000000000014
          R01 is amended at 14:46:30 UTC: retracted
          to command, medics
        14:51:48 R09 Moderate Exercise AMBER - 2025-0520-001
          No contact with the subject 45 min after the declaration
          to command, negotiators
        14:56:00 R18 Moderate Exercise GREEN - 2025-0520-001
          The evacuation has made no progress since 14:36:00 UTC
          to command
        15:03:40 R22 Extreme Exercise RED acknowledge 0196ee14-9b10-7001-8000-00000000000a 0196ee38-9dd0-7001-8000-000000000018
          R06 is amended at 15:03:30 UTC: count 3 → 2, persons
          to command, negotiators, medics
        15:30:00 R10 Severe Exercise AMBER+STRICT - 2025-0520-001 DL1 -15 min
          Deadline DL1: 15 min left
          to command, negotiators
        15:40:00 R10 Severe Exercise AMBER+STRICT acknowledge 2025-0520-001 DL1 -5 min
          Deadline DL1: 5 min left
          to command, negotiators
        15:45:00 R10 Severe Exercise AMBER+STRICT acknowledge 2025-0520-001 DL1 0 min
          Deadline DL1: no time left
          to command, negotiators
        16:04:38 R01 Extreme Exercise AMBER acknowledge 0196ee70-76b0-7001-8000-000000000027
          Shots fired by subject at 16:04:30 UTC, certainty Observed
          to command, medics
        16:40:20 R12 Moderate Exercise AMBER+STRICT - 2025-0520-001
          Nothing was entered for 15 min, since 16:25:20 UTC
          to command, technical
        16:41:20 R03 Moderate Exercise AMBER acknowledge 0196ee91-e160-7001-8000-000000000032
          Injury at 16:41:00 UTC: officer, minor, cause accident
          to command, medics
        16:47:10 R13 Severe Exercise AMBER - tac1
          Nothing is heard of tac1 since 16:45:40 UTC
          to command, technical
        16:56:20 R12 Moderate Exercise AMBER - 2025-0520-001
          Nothing was entered for 15 min, since 16:41:20 UTC
          to command, technical
        16:58:30 R21 Minor Exercise AMBER+STRICT - 0196ee96-9c50-7001-8000-000000000033
          LATE 12 min: subject.observed of 16:46:10 UTC came 12 min late
          to recorder
        16:58:31 R21 Minor Exercise AMBER+STRICT - 0196ee9c-8fc0-7001-8000-000000000034
          LATE 5 min: perimeter.changed of 16:52:40 UTC came 5 min late
          to recorder
        17:26:50 R22 Minor Exercise RED - 0196eeb9-5308-7001-8000-000000000038 0196eebb-8970-7001-8000-00000000003a
          Fields of an event are withheld from now on: drop copies of event 0196eeb9-5308-7001-8000-000000000038
          to all
        17:55:20 R12 Moderate Exercise AMBER - 2025-0520-001
          Nothing was entered for 15 min, since 17:40:20 UTC
          to command, technical
        18:06:48 R16 Moderate Exercise AMBER - 2025-0520-001 4 h
          4 h since the declaration at 14:06:48 UTC
          to command
        18:30:20 R08 Severe Exercise AMBER+STRICT acknowledge 2025-0520-001 S1
          No contact with the subject since 18:15:20 UTC
          to command, negotiators
        18:31:00 R15 Moderate Exercise GREEN acknowledge 2025-0520-001 outer perimeter
          outer perimeter has been on post for 4 h, since 14:31:00 UTC
          to command
        19:06:40 R03 Moderate Exercise RED acknowledge 0196ef16-efe0-7001-8000-000000000044
          Injury at 19:06:20 UTC: hostage, minor, cause subject
          to command, medics
        19:15:00 R10 Severe Exercise AMBER+STRICT - 2025-0520-001 DL2 -15 min
          Deadline DL2: 15 min left
          to command, negotiators
        19:25:00 R10 Severe Exercise AMBER+STRICT acknowledge 2025-0520-001 DL2 -5 min
          Deadline DL2: 5 min left
          to command, negotiators
        19:29:23 R25 Moderate Exercise AMBER - 2025-0520-001 S1
          Surrender in progress since 19:29:15 UTC: all units hold
          to command, all units
        """

    static let robbery = """
        09:15:50 R06 Extreme Exercise RED acknowledge 2025-0603-001 4
          4 hostages reported at 09:15:30 UTC, certainty Observed
          to command, negotiators, medics
        09:16:20 R05 Extreme Exercise AMBER acknowledge 2025-0603-001 HOSTAGE
          Now HOSTAGE, was ROBBERY, at 09:16:00 UTC
          to command, dispatch
        09:26:50 R10 Severe Exercise AMBER+STRICT - 2025-0603-001 DL1 -15 min
          Deadline DL1: 14 min left
          to command, negotiators
        09:27:10 R17 Severe Exercise AMBER acknowledge 2025-0603-001
          The inner ring is not established 15 min after the declaration
          to command
        09:35:00 R10 Severe Exercise AMBER+STRICT acknowledge 2025-0603-001 DL1 -5 min
          Deadline DL1: 5 min left
          to command, negotiators
        09:40:00 R10 Severe Exercise AMBER+STRICT acknowledge 2025-0603-001 DL1 0 min
          Deadline DL1: no time left
          to command, negotiators
        09:40:00 R14 Severe Exercise AMBER acknowledge 2025-0603-001 01973515-ca70-7002-8000-000000000007
          Needed by 09:40:00 UTC and not there: negotiationTeam, swatTeam
          to command
        09:41:40 R01 Extreme Exercise AMBER acknowledge 0197352a-b200-7002-8000-00000000000e
          Shots fired by subject at 09:41:20 UTC, certainty Observed
          to command, medics
        09:42:00 R11 Extreme Exercise AMBER+STRICT acknowledge 2025-0603-001 DL1
          Deadline DL1 has passed by 2 min, and nobody says what happened
          to command, negotiators
        09:42:00 R03 Severe Exercise RED acknowledge 0197352b-0020-7002-8000-00000000000f
          Injury at 09:41:40 UTC: hostage, serious, cause subject
          to command, medics
        09:42:10 R05 Extreme Exercise AMBER acknowledge 2025-0603-001 ACTSHOOT
          Now ACTSHOOT, was HOSTAGE, at 09:41:50 UTC
          to command, dispatch
        09:43:40 R04 Severe Exercise AMBER acknowledge 0197352c-86c0-7002-8000-000000000014
          Force used at 09:43:20 UTC: lesslethal.deployed
          to command, review
        09:43:55 R04 Severe Exercise AMBER acknowledge 0197352c-c158-7002-8000-000000000015
          Force used at 09:43:35 UTC: force.used
          to command, review
        09:46:20 R03 Moderate Exercise AMBER acknowledge 0197352e-f7c0-7002-8000-000000000018
          Injury at 09:46:00 UTC: subject, minor, cause lessLethal
          to command, medics
        10:22:20 R12 Moderate Exercise AMBER - 2025-0603-001
          Nothing was entered for 30 min, since 09:52:20 UTC
          to command, technical
        """
}
