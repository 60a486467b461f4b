import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { generateAirflowTypes } from '../../../scripts/generate-airflow-types.ts';
import { haveAirflow, installAirflow } from './installation.ts';

const OPENAPI = 'lib/python3*/site-packages/airflow/api_fastapi/core_api/openapi/v2-rest-api-generated.yaml';

test.runIf(haveAirflow)(
  'the types of Airflow’s REST API are what its own OpenAPI file gives',
  async () => {
    const { bin } = await installAirflow('airflow');
    const [file = ''] = globSync(OPENAPI, { cwd: join(bin, '..') });
    const path = join(bin, '..', file);
    const committed = new URL('../../../src/orchestrators/airflow/api.generated.ts', import.meta.url);
    expect(readFileSync(committed, 'utf8'), `run: node scripts/generate-airflow-types.ts ${path}`).toBe(
      await generateAirflowTypes(path),
    );
  },
  600_000,
);
