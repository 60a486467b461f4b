// A whole DAG file, as it is written. No value enters it but by the helpers `py`, `assign` and `follow`, which quote what is text: python.ts.

export const template = `# To change it, change the flow and run {{py command}}.
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


def list_elements(task_id, first, opened):
{{#if uses.nesting}}
    """A task that lists the elements of a foreach: Airflow maps its body over them.

    Mapped groups cannot be nested, so an inner foreach lists those of all outer ones.
    """
{{else}}
    """A task that lists the elements of a foreach: Airflow maps its body over them."""
{{/if}}

    @task(
        task_id=task_id,
        trigger_rule="none_failed",
        do_xcom_push=True,
        retries=3,
        retry_delay=timedelta(seconds=10),
    )
    def frames_of(left):
        controls = [left] if isinstance(left, dict) else left or []
        return [
            f"{control['inside']}{index}"
            for control in controls
            if control and control["next"] == first
            for index in range(control["count"])
        ]

    return frames_of(opened)
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
{{#each chains}}
        {{chain this indent=8}}
{{/each}}
{{#if chains}}

{{/if}}
    {{assign mapped indent=4}}
{{else}}
    {{assign this indent=4}}
{{/if}}

{{/each}}
{{#each chains}}
    {{chain this indent=4}}
{{/each}}
{{#if exitHandlers}}

    # All of them: where one has failed others may still run.
    steps = dag.tasks
{{#each exitHandlers}}

    {{assign this indent=4}}
    steps >> {{py variable}}.as_teardown()
{{/each}}
{{/if}}
`;

/** How the template is read. */
export const reading = {
  // Python is not HTML, and helpers have quoted.
  noEscape: true,
  strict: true,
  knownHelpersOnly: true,
  knownHelpers: { py: true, assign: true, chain: true },
};
