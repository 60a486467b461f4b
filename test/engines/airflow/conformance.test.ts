import { testConformance } from '../conformance.ts';
import { startAirflowEngine } from './engine.ts';
import { haveAirflow } from './installation.ts';

// On the real Airflow 3 and 2, each task a process that BashOperator starts: `UPDATE=1 npm test test/engines/airflow/conformance`.

/** A file that a DAG is carries no code. */
const refused = ['code-inline'];

const otherwise = {
  'loop-past-bound': {
    reason: 'Airflow tries again whatever the exit code was, also where that cannot help',
    differences: ['turn/v1: made the attempts 0, 1, 2, 3, locally 0'],
  },
};

/** Of what the two versions could do differently. */
const CORE = [
  'linear',
  'branch',
  'foreach',
  'nested-foreach',
  'switch-in-foreach',
  'foreach-in-switch',
  'two-step-loop',
  'empty-foreach',
  'empty-inner-foreach',
  'chained-switches',
  'foreach-in-arm-not-taken',
  'conditional-around-inner-foreach',
  'mixed',
  'parameters',
  'retry',
];

testConformance('Airflow 3', {
  start: haveAirflow ? () => startAirflowEngine('airflow') : undefined,
  refused,
  otherwise,
});
testConformance('Airflow 2', {
  start: haveAirflow ? () => startAirflowEngine('airflow-2') : undefined,
  among: CORE,
  refused,
  otherwise,
});
