# What the runner runs in its own process before it forks, where tasks are pods: a DAG of a task that is none, in a file that imports what all import.
from datetime import datetime

from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator  # noqa: F401
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

with DAG(dag_id="warm-up", schedule=None, start_date=datetime(2024, 1, 1)):
    BashOperator(task_id="nothing", bash_command="true")
