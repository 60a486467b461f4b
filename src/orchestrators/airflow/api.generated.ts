// Made by scripts/generate-airflow-types.ts from Airflow's OpenAPI file. Do not edit.

export interface paths {
    "/api/v2/dags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_dags"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/dags/{dag_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_dag"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["patch_dag"];
        trace?: never;
    };
    "/api/v2/dags/{dag_id}/dagRuns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_dag_runs"];
        put?: never;
        post: operations["trigger_dag_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/dags/{dag_id}/dagRuns/{dag_run_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_dag_run"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["patch_dag_run"];
        trace?: never;
    };
    "/api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_task_instances"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["patch_task_instance"];
        trace?: never;
    };
    "/api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}/logs/{try_number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_log"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/importErrors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_import_errors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * DAGCollectionResponse
         * @description Dag Collection serializer for responses.
         */
        DAGCollectionResponse: {
            /** Dags */
            dags: components["schemas"]["DAGResponse"][];
            /** Total Entries */
            total_entries: number;
        };
        /**
         * DAGPatchBody
         * @description Dag Serializer for updatable bodies.
         */
        DAGPatchBody: {
            /** Is Paused */
            is_paused: boolean;
        };
        /**
         * DAGResponse
         * @description Dag serializer for responses.
         */
        DAGResponse: {
            /** Dag Id */
            dag_id: string;
            /** Dag Display Name */
            dag_display_name: string;
            /** Is Paused */
            is_paused: boolean;
            /** Is Stale */
            is_stale: boolean;
            /** Last Parsed Time */
            last_parsed_time: string | null;
            /** Last Parse Duration */
            last_parse_duration: number | null;
            /** Last Expired */
            last_expired: string | null;
            /** Bundle Name */
            bundle_name: string | null;
            /** Bundle Version */
            bundle_version: string | null;
            /** Relative Fileloc */
            relative_fileloc: string | null;
            /** Fileloc */
            fileloc: string;
            /** Description */
            description: string | null;
            /** Timetable Summary */
            timetable_summary: string | null;
            /** Timetable Description */
            timetable_description: string | null;
            /** Timetable Partitioned */
            timetable_partitioned: boolean;
            /** Timetable Periodic */
            timetable_periodic: boolean;
            /** Tags */
            tags: components["schemas"]["DagTagResponse"][];
            /** Max Active Tasks */
            max_active_tasks: number;
            /** Max Active Runs */
            max_active_runs: number | null;
            /** Max Consecutive Failed Dag Runs */
            max_consecutive_failed_dag_runs: number;
            /** Has Task Concurrency Limits */
            has_task_concurrency_limits: boolean;
            /** Has Import Errors */
            has_import_errors: boolean;
            /** Next Dagrun Logical Date */
            next_dagrun_logical_date: string | null;
            /** Next Dagrun Data Interval Start */
            next_dagrun_data_interval_start: string | null;
            /** Next Dagrun Data Interval End */
            next_dagrun_data_interval_end: string | null;
            /** Next Dagrun Run After */
            next_dagrun_run_after: string | null;
            /** Allowed Run Types */
            allowed_run_types: components["schemas"]["DagRunType"][] | null;
            /** Owners */
            owners: string[];
            /**
             * Is Backfillable
             * @description Whether this Dag's schedule supports backfilling.
             */
            readonly is_backfillable: boolean;
            /**
             * File Token
             * @description Return file token.
             */
            readonly file_token: string;
        };
        /**
         * DAGRunCollectionResponse
         * @description Dag Run collection response supporting both offset and cursor pagination.
         *
         *     A single flat model is used instead of a discriminated union
         *     (``Annotated[Offset | Cursor, Field(discriminator=...)]``) because
         *     the OpenAPI ``oneOf`` + ``discriminator`` construct is not handled
         *     correctly by ``@hey-api/openapi-ts`` / ``@7nohe/openapi-react-query-codegen``:
         *     return types degrade to ``unknown`` in JSDoc and can produce
         *     incorrect TypeScript types (see hey-api/openapi-ts#1613, #3270).
         */
        DAGRunCollectionResponse: {
            /** Dag Runs */
            dag_runs: components["schemas"]["DAGRunResponse"][];
            /**
             * Total Entries
             * @description Number of matching items. For offset pagination this is the exact total. For cursor pagination it is capped at ``total_entries_limit``; a value equal to that limit means at least that many items match.
             */
            total_entries?: number | null;
            /**
             * Total Entries Limit
             * @description Cap applied to ``total_entries`` under cursor pagination. ``null`` for offset pagination, where ``total_entries`` is exact.
             */
            total_entries_limit?: number | null;
            /**
             * Next Cursor
             * @description Token pointing to the next page. Populated for cursor pagination, ``null`` when using offset pagination or when there is no next page.
             */
            next_cursor?: string | null;
            /**
             * Previous Cursor
             * @description Token pointing to the previous page. Populated for cursor pagination, ``null`` when using offset pagination or when on the first page.
             */
            previous_cursor?: string | null;
        };
        /**
         * DAGRunPatchBody
         * @description Dag Run Serializer for PATCH requests.
         */
        DAGRunPatchBody: {
            state?: components["schemas"]["DagRunMutableStates"] | null;
            /** Note */
            note?: string | null;
        };
        /**
         * DAGRunResponse
         * @description Dag Run serializer for responses.
         */
        DAGRunResponse: {
            /** Dag Run Id */
            dag_run_id: string;
            /** Dag Id */
            dag_id: string;
            /** Logical Date */
            logical_date: string | null;
            /** Queued At */
            queued_at: string | null;
            /** Start Date */
            start_date: string | null;
            /** End Date */
            end_date: string | null;
            /** Duration */
            duration: number | null;
            /** Data Interval Start */
            data_interval_start: string | null;
            /** Data Interval End */
            data_interval_end: string | null;
            /**
             * Run After
             * Format: date-time
             */
            run_after: string;
            /** Last Scheduling Decision */
            last_scheduling_decision: string | null;
            run_type: components["schemas"]["DagRunType"];
            state: components["schemas"]["DagRunState"];
            triggered_by: components["schemas"]["DagRunTriggeredByType"] | null;
            /** Triggering User Name */
            triggering_user_name: string | null;
            /** Conf */
            conf: {
                [key: string]: unknown;
            } | null;
            /** Note */
            note: string | null;
            /** Dag Versions */
            dag_versions: components["schemas"]["DagVersionResponse"][];
            /** Bundle Version */
            bundle_version: string | null;
            /** Dag Display Name */
            dag_display_name: string;
            /** Partition Key */
            partition_key: string | null;
            /** Partition Date */
            partition_date: string | null;
        };
        /**
         * DagRunMutableStates
         * @description Dag Run states from which the run may be mutated (patched, deleted).
         * @enum {string}
         */
        DagRunMutableStates: "queued" | "success" | "failed";
        /**
         * DagRunState
         * @description All possible states that a DagRun can be in.
         *
         *     These are "shared" with TaskInstanceState in some parts of the code,
         *     so please ensure that their values always match the ones with the
         *     same name in TaskInstanceState.
         * @enum {string}
         */
        DagRunState: "queued" | "running" | "success" | "failed";
        /**
         * DagRunTriggeredByType
         * @description Class with TriggeredBy types for DagRun.
         * @enum {string}
         */
        DagRunTriggeredByType: "cli" | "operator" | "rest_api" | "ui" | "test" | "timetable" | "asset" | "backfill";
        /**
         * DagRunType
         * @description Class with DagRun types.
         * @enum {string}
         */
        DagRunType: "backfill" | "scheduled" | "manual" | "operator_triggered" | "asset_triggered" | "asset_materialization";
        /**
         * DagTagResponse
         * @description Dag Tag serializer for responses.
         */
        DagTagResponse: {
            /** Name */
            name: string;
            /** Dag Id */
            dag_id: string;
            /** Dag Display Name */
            dag_display_name: string;
        };
        /**
         * DagVersionResponse
         * @description Dag Version serializer for responses.
         */
        DagVersionResponse: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Version Number */
            version_number: number;
            /** Dag Id */
            dag_id: string;
            /** Bundle Name */
            bundle_name: string | null;
            /** Bundle Version */
            bundle_version: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Dag Display Name */
            dag_display_name: string;
            /** Bundle Url */
            bundle_url: string | null;
        };
        /**
         * HTTPExceptionResponse
         * @description HTTPException Model used for error response.
         */
        HTTPExceptionResponse: {
            /** Detail */
            detail: string | {
                [key: string]: unknown;
            };
        };
        /** HTTPValidationError */
        HTTPValidationError: {
            /** Detail */
            detail?: components["schemas"]["ValidationError"][];
        };
        /**
         * ImportErrorCollectionResponse
         * @description Import Error Collection Response.
         */
        ImportErrorCollectionResponse: {
            /** Import Errors */
            import_errors: components["schemas"]["ImportErrorResponse"][];
            /** Total Entries */
            total_entries: number;
        };
        /**
         * ImportErrorResponse
         * @description Import Error Response.
         */
        ImportErrorResponse: {
            /** Import Error Id */
            import_error_id: number;
            /**
             * Timestamp
             * Format: date-time
             */
            timestamp: string;
            /** Filename */
            filename: string;
            /** Bundle Name */
            bundle_name: string | null;
            /** Stack Trace */
            stack_trace: string;
        };
        /**
         * JobResponse
         * @description Job serializer for responses.
         */
        JobResponse: {
            /** Id */
            id: number;
            /** Dag Id */
            dag_id: string | null;
            /** State */
            state: string | null;
            /** Job Type */
            job_type: string | null;
            /** Start Date */
            start_date: string | null;
            /** End Date */
            end_date: string | null;
            /** Latest Heartbeat */
            latest_heartbeat: string | null;
            /** Executor Class */
            executor_class: string | null;
            /** Hostname */
            hostname: string | null;
            /** Unixname */
            unixname: string | null;
            /** Dag Display Name */
            dag_display_name?: string | null;
        };
        /**
         * PatchTaskInstanceBody
         * @description Request body for patching task instance state.
         */
        PatchTaskInstanceBody: {
            new_state?: components["schemas"]["TaskInstanceState"] | null;
            /** Note */
            note?: string | null;
            /**
             * Include Upstream
             * @default false
             */
            include_upstream: boolean;
            /**
             * Include Downstream
             * @default false
             */
            include_downstream: boolean;
            /**
             * Include Future
             * @default false
             */
            include_future: boolean;
            /**
             * Include Past
             * @default false
             */
            include_past: boolean;
        };
        /**
         * StructuredLogMessage
         * @description An individual log message.
         */
        StructuredLogMessage: {
            /**
             * Timestamp
             * Format: date-time
             */
            timestamp?: string;
            /** Event */
            event: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * TaskInstanceCollectionResponse
         * @description Task instance collection response supporting both offset and cursor pagination.
         *
         *     A single flat model is used instead of a discriminated union
         *     (``Annotated[Offset | Cursor, Field(discriminator=...)]``) because
         *     the OpenAPI ``oneOf`` + ``discriminator`` construct is not handled
         *     correctly by ``@hey-api/openapi-ts`` / ``@7nohe/openapi-react-query-codegen``:
         *     return types degrade to ``unknown`` in JSDoc and can produce
         *     incorrect TypeScript types (see hey-api/openapi-ts#1613, #3270).
         */
        TaskInstanceCollectionResponse: {
            /** Task Instances */
            task_instances: components["schemas"]["TaskInstanceResponse"][];
            /**
             * Total Entries
             * @description Number of matching items. For offset pagination this is the exact total. For cursor pagination it is capped at ``total_entries_limit``; a value equal to that limit means at least that many items match.
             */
            total_entries?: number | null;
            /**
             * Total Entries Limit
             * @description Cap applied to ``total_entries`` under cursor pagination. ``null`` for offset pagination, where ``total_entries`` is exact.
             */
            total_entries_limit?: number | null;
            /**
             * Next Cursor
             * @description Token pointing to the next page. Populated for cursor pagination, ``null`` when using offset pagination or when there is no next page.
             */
            next_cursor?: string | null;
            /**
             * Previous Cursor
             * @description Token pointing to the previous page. Populated for cursor pagination, ``null`` when using offset pagination or when on the first page.
             */
            previous_cursor?: string | null;
        };
        /**
         * TaskInstanceResponse
         * @description TaskInstance serializer for responses.
         */
        TaskInstanceResponse: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Task Id */
            task_id: string;
            /** Dag Id */
            dag_id: string;
            /** Dag Run Id */
            dag_run_id: string;
            /** Map Index */
            map_index: number;
            /** Logical Date */
            logical_date: string | null;
            /**
             * Run After
             * Format: date-time
             */
            run_after: string;
            /** Start Date */
            start_date: string | null;
            /** End Date */
            end_date: string | null;
            /** Duration */
            duration: number | null;
            state: components["schemas"]["TaskInstanceState"] | null;
            /** Try Number */
            try_number: number;
            /** Max Tries */
            max_tries: number;
            /** Task Display Name */
            task_display_name: string;
            /** Dag Display Name */
            dag_display_name: string;
            /** Hostname */
            hostname: string | null;
            /** Unixname */
            unixname: string | null;
            /** Pool */
            pool: string;
            /** Pool Slots */
            pool_slots: number;
            /** Queue */
            queue: string | null;
            /** Priority Weight */
            priority_weight: number | null;
            /** Operator */
            operator: string | null;
            /** Operator Name */
            operator_name: string | null;
            /** Queued When */
            queued_when: string | null;
            /** Scheduled When */
            scheduled_when: string | null;
            /** Pid */
            pid: number | null;
            /** Executor */
            executor: string | null;
            /** Executor Config */
            executor_config: string;
            /** Note */
            note: string | null;
            /** Rendered Map Index */
            rendered_map_index: string | null;
            /** Rendered Fields */
            rendered_fields?: {
                [key: string]: unknown;
            };
            trigger: components["schemas"]["TriggerResponse"] | null;
            triggerer_job: components["schemas"]["JobResponse"] | null;
            dag_version: components["schemas"]["DagVersionResponse"] | null;
        };
        /**
         * TaskInstanceState
         * @description All possible states that a Task Instance can be in.
         *
         *     Note that None is also allowed, so always use this in a type hint with Optional.
         * @enum {string}
         */
        TaskInstanceState: "removed" | "scheduled" | "queued" | "running" | "success" | "restarting" | "failed" | "up_for_retry" | "up_for_reschedule" | "upstream_failed" | "skipped" | "deferred" | "awaiting_input";
        /**
         * TaskInstancesLogResponse
         * @description Log serializer for responses.
         */
        TaskInstancesLogResponse: {
            /** Content */
            content: components["schemas"]["StructuredLogMessage"][] | string[];
            /** Continuation Token */
            continuation_token: string | null;
        };
        /**
         * TriggerDAGRunPostBody
         * @description Trigger Dag Run Serializer for POST body.
         */
        TriggerDAGRunPostBody: {
            /** Dag Run Id */
            dag_run_id?: string | null;
            /** Data Interval Start */
            data_interval_start?: string | null;
            /** Data Interval End */
            data_interval_end?: string | null;
            /** Logical Date */
            logical_date: string | null;
            /** Run After */
            run_after?: string | null;
            /** Conf */
            conf?: {
                [key: string]: unknown;
            } | null;
            /** Note */
            note?: string | null;
            /** Partition Key */
            partition_key?: string | null;
        };
        /**
         * TriggerResponse
         * @description Trigger serializer for responses.
         */
        TriggerResponse: {
            /** Id */
            id: number;
            /** Classpath */
            classpath: string;
            /**
             * Kwargs
             * @deprecated
             */
            kwargs: string;
            /**
             * Created Date
             * Format: date-time
             */
            created_date: string;
            /** Queue */
            queue: string | null;
            /** Triggerer Id */
            triggerer_id: number | null;
        };
        /** ValidationError */
        ValidationError: {
            /** Location */
            loc: (string | number)[];
            /** Message */
            msg: string;
            /** Error Type */
            type: string;
            /** Input */
            input?: unknown;
            /** Context */
            ctx?: Record<string, never>;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    get_dags: {
        parameters: {
            query?: {
                limit?: number;
                offset?: number;
                /** @description Case-insensitive substring match (SQL `ILIKE`). Slower than `dag_id_prefix_pattern` on large tables — see "Filtering with pattern parameters". */
                dag_id_pattern?: string | null;
                /** @description Attributes to order by, multi criteria sort is supported. Prefix with `-` for descending order. Supported attributes: `dag_id, dag_display_name, next_dagrun, state, start_date, last_run_state, last_run_start_date` */
                order_by?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DAGCollectionResponse"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    get_dag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dag_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DAGResponse"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPExceptionResponse"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPExceptionResponse"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPExceptionResponse"];
                };
            };
        };
    };
    patch_dag: {
        parameters: {
            query?: {
                update_mask?: string[] | null;
            };
            header?: never;
            path: {
                dag_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DAGPatchBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DAGResponse"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPExceptionResponse"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPExceptionResponse"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    get_dag_runs: {
        parameters: {
            query?: {
                limit?: number;
                offset?: number;
                /** @description Attributes to order by, multi criteria sort is supported. Prefix with `-` for descending order. Supported attributes: `id, state, dag_id, run_id, logical_date, partition_date, run_after, start_date, end_date, updated_at, conf, duration, dag_run_id` */
                order_by?: string[];
                /** @description Case-insensitive substring match (SQL `ILIKE`). Slower than `run_id_prefix_pattern` on large tables — see "Filtering with pattern parameters". */
                run_id_pattern?: string | null;
            };
            header?: never;
            path: {
                dag_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DAGRunCollectionResponse"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPExceptionResponse"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPExceptionResponse"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    trigger_dag_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dag_id: unknown;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TriggerDAGRunPostBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DAGRunResponse"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPExceptionResponse"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPExceptionResponse"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPExceptionResponse"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    get_dag_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dag_id: string;
                dag_run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DAGRunResponse"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPExceptionResponse"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    patch_dag_run: {
        parameters: {
            query?: {
                update_mask?: string[] | null;
            };
            header?: never;
            path: {
                dag_id: string;
                dag_run_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DAGRunPatchBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DAGRunResponse"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPExceptionResponse"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPExceptionResponse"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    get_task_instances: {
        parameters: {
            query?: {
                limit?: number;
                offset?: number;
                /** @description Attributes to order by, multi criteria sort is supported. Prefix with `-` for descending order. Supported attributes: `id, state, duration, start_date, end_date, map_index, try_number, logical_date, run_after, data_interval_start, data_interval_end, rendered_map_index, operator` */
                order_by?: string[];
            };
            header?: never;
            path: {
                dag_id: string;
                dag_run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskInstanceCollectionResponse"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPExceptionResponse"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPExceptionResponse"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    patch_task_instance: {
        parameters: {
            query?: {
                update_mask?: string[] | null;
            };
            header?: never;
            path: {
                dag_id: string;
                dag_run_id: string;
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PatchTaskInstanceBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskInstanceCollectionResponse"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPExceptionResponse"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPExceptionResponse"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPExceptionResponse"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    get_log: {
        parameters: {
            query?: {
                map_index?: number;
                token?: string | null;
            };
            header?: never;
            path: {
                dag_id: string;
                dag_run_id: string;
                task_id: string;
                try_number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskInstancesLogResponse"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPExceptionResponse"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    get_import_errors: {
        parameters: {
            query?: {
                limit?: number;
                offset?: number;
                /** @description Attributes to order by, multi criteria sort is supported. Prefix with `-` for descending order. Supported attributes: `id, timestamp, filename, bundle_name, stacktrace, import_error_id` */
                order_by?: string[];
                /** @description Case-insensitive substring match (SQL `ILIKE`). Slower than `filename_prefix_pattern` on large tables — see "Filtering with pattern parameters". */
                filename_pattern?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportErrorCollectionResponse"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
}
