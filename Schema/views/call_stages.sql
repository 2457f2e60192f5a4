-- The stages that a call is about: one row for each, with what it was found by. A call may have several stages or none.
--
-- This is the body of the view call_stages. The tables calls, stages and runs are as they were at the moment in question.
-- A stage may name its cluster, service or function by ARN: the last part of its path counts.
SELECT c.call AS call, s.stack AS stack, s.stage AS stage, s.found_by AS found_by
FROM calls AS c
JOIN (
    SELECT
        stack, stage, account, region, 'service' AS found_by,
        replace(service, rtrim(service, replace(service, '/', '')), '') AS name,
        replace(cluster, rtrim(cluster, replace(cluster, '/', '')), '') AS place
    FROM stages WHERE service IS NOT NULL
    UNION ALL
    SELECT stack, stage, account, region, 'family', coalesce(family, service), NULL FROM stages
    WHERE service IS NOT NULL
    UNION ALL
    SELECT
        stack, stage, account, region, 'function',
        CASE
            WHEN instr(function, ':function:') > 0 THEN substr(function, instr(function, ':function:') + 10)
            ELSE function
        END,
        NULL
    FROM stages WHERE function IS NOT NULL
    UNION ALL
    -- The repository of the image that runs, wherever the stage is: account and region are those of the registry.
    SELECT
        stack, stage, substr(image, 1, 12), substr(image, 22, instr(substr(image, 22), '.') - 1), 'repository',
        substr(image, instr(image, '/') + 1, instr(image, '@') - instr(image, '/') - 1), NULL
    FROM runs WHERE "to" IS NULL AND substr(image, 13, 9) = '.dkr.ecr.' AND instr(image, '@') > 0
) AS s
    ON s.region = c.region
    AND s.account = CASE WHEN s.found_by = 'repository' THEN c.registry ELSE c.account END
    AND s.name = CASE s.found_by
        WHEN 'service' THEN c.ecs_service
        WHEN 'family' THEN c.family
        WHEN 'function' THEN c.function
        WHEN 'repository' THEN c.repository
    END
    AND (s.found_by <> 'service' OR s.place = c.cluster)
UNION ALL
-- Settings are canonical JSON. SQLite trusts no function that reads JSON in a view of a file.
SELECT c.call, s.stack, s.stage, 'pipeline'
FROM calls AS c
JOIN stages AS s
    ON s.account = c.account AND s.region = c.region AND instr(s.settings, '"pipeline":"' || c.pipeline || '"') > 0
