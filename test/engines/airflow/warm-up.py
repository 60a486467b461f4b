# What the runner runs in its own process before it forks: a DAG of one task.
from datetime import datetime

try:
    from airflow.sdk import DAG
except ImportError:  # Airflow 2
    from airflow import DAG
from airflow.providers.standard.operators.bash import BashOperator

with DAG(dag_id="warm-up", schedule=None, start_date=datetime(2024, 1, 1)):
    BashOperator(task_id="nothing", bash_command="true")
