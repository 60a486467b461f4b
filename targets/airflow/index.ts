import type { Target } from '../target.ts';
import { explainAirflow } from './explain.ts';
import { lowerAirflow } from './lower.ts';
import type { DagFile } from './manifest.ts';
import type { AirflowOptions } from './options.ts';
import { printAirflow } from './print.ts';
import { supports } from './supports.ts';

export const airflow: Target<AirflowOptions, DagFile> = {
  id: 'airflow',
  title: 'Airflow',
  supports,
  lower: lowerAirflow,
  explain: explainAirflow,
  print: printAirflow,
};
