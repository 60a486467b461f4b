// A whole DAG file, as it is written. No value enters it but by the helpers `py`, `assign` and `follow`, which quote what is text: python.ts.

export const template = `# Change the flow and compile it anew: what is changed here is lost.
{{#if uses.mapping}}
{{#if isBash}}
import json
{{/if}}
{{/if}}
from datetime import datetime, {{#if uses.timedelta}}timedelta, {{/if}}timezone

{{#if isBash}}
from airflow.providers.standard.operators.bash import BashOperator
{{else}}
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
{{/if}}
{{#if both}}

try:
{{#each imports.three}}
    {{{this}}}
{{/each}}
{{#if uses.doubling}}

    DOUBLING = 2
{{/if}}
except ImportError:  # Airflow 2
{{#each imports.two}}
    {{{this}}}
{{/each}}
{{#if uses.assetOrTime}}

    def AssetOrTimeSchedule(*, timetable, assets):
        return DatasetOrTimeSchedule(timetable=timetable, datasets=assets)
{{/if}}
{{#if uses.doubling}}

    DOUBLING = True
{{/if}}
{{else}}
{{#each imports.one}}
{{{this}}}
{{/each}}
{{/if}}

# What flowc's runtime is told of every task.
{{assign environment}}
{{#if uses.mapping}}


def spell_out(task_id, first, opened):
    """A task that lists the elements of a foreach, by what the tasks that opened it left.

    Airflow cannot nest mapped groups, so an inner foreach lists those of all outer ones.
    """

    @task(task_id=task_id, trigger_rule="none_failed", do_xcom_push=True)
    def frames_of(first, opened):
        controls = [opened] if isinstance(opened, dict) else opened or []
        return [
            f"{control['inside']}{index}"
            for control in controls
            if control and control["next"] == first
            for index in range(control["count"])
        ]

    return frames_of(first, opened)
{{/if}}
{{#if eventFields}}


def event_parameters(params, events):
    """A run's parameters, with what the event that started it says of them."""
    found = dict(params)
    for event in [event for group in events.values() for event in group]:
        for name, path in {{py eventFields indent=8 column=25 after=".items():"}}
            value = event.extra
            for key in path:
                value = value.get(key) if isinstance(value, dict) else None
            if value is not None:
                found[name] = value
    return found
{{/if}}


with {{py dag column=5 after=" as dag:"}}
{{#each blocks}}
{{#if tasks}}
    @task_group(group_id={{py id column=25 after=")"}}
    def {{py body}}({{py parameter}}):
{{#each tasks}}
        {{assign this indent=8}}

{{/each}}
{{#each dependencies}}
        {{follow this indent=8}}
{{/each}}
{{#if dependencies}}

{{/if}}
    {{assign mapped indent=4}}
{{else}}
    {{assign this indent=4}}
{{/if}}

{{/each}}
{{#each dependencies}}
    {{follow this indent=4}}
{{/each}}
{{#if exitHandlers}}

    steps = dag.tasks

{{#each exitHandlers}}
    {{assign this indent=4}}
    steps >> {{py variable}}.as_teardown()
{{/each}}
{{/if}}
`;
