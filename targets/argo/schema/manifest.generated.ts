// Made by scripts/generate-argo-types.ts from the JSON schemas of Argo Workflows and Argo Events. Do not edit.

export type Manifest =
  Workflow | WorkflowTemplate | CronWorkflow | Sensor | ConfigMap | ServiceAccount | Role | RoleBinding;
export type IntOrString = number | string;
/**
 * Quantity is a fixed-point representation of a number.
 */
export type Quantity = string;
/**
 * Time is a wrapper around time.Time which supports correct marshaling to YAML and JSON.
 */
export type Time = string;
export type Int64OrString = number | string;
/**
 * Amount represent a numeric amount.
 */
export type Amount = number;

/**
 * Workflow is the definition of a workflow resource
 */
export interface Workflow {
  readonly apiVersion: 'argoproj.io/v1alpha1';
  readonly kind: 'Workflow';
  readonly metadata: ObjectMeta;
  readonly spec: WorkflowSpec;
}
/**
 * ObjectMeta is metadata that all persisted resources must have, which includes all objects users must create.
 */
export interface ObjectMeta {
  /**
   * Annotations is an unstructured key value map stored with a resource that may be set by external tools to store and retrieve arbitrary metadata.
   */
  readonly annotations?: {
    readonly [k: string]: string;
  };
  /**
   * GenerateName is an optional prefix, used by the server, to generate a unique name ONLY IF the Name field has not been provided.
   */
  readonly generateName?: string;
  /**
   * Map of string keys and values that can be used to organize and categorize (scope and select) objects.
   */
  readonly labels?: {
    readonly [k: string]: string;
  };
  /**
   * Name must be unique within a namespace.
   */
  readonly name?: string;
  /**
   * Namespace defines the space within which each name must be unique.
   */
  readonly namespace?: string;
}
/**
 * WorkflowSpec is the specification of a Workflow.
 */
export interface WorkflowSpec {
  /**
   * Optional duration in seconds relative to the workflow start time which the workflow is allowed to run before the controller terminates the io.argoproj.workflow.v1alpha1.
   */
  readonly activeDeadlineSeconds?: number;
  readonly affinity?: Affinity;
  /**
   * ArchiveLogs indicates if the container logs should be archived
   */
  readonly archiveLogs?: boolean;
  readonly arguments?: Arguments;
  /**
   * AutomountServiceAccountToken indicates whether a service account token should be automatically mounted in pods.
   */
  readonly automountServiceAccountToken?: boolean;
  readonly dnsConfig?: PodDNSConfig;
  /**
   * Set DNS policy for workflow pods.
   */
  readonly dnsPolicy?: string;
  /**
   * Entrypoint is a template reference to the starting point of the io.argoproj.workflow.v1alpha1.
   */
  readonly entrypoint?: string;
  /**
   * Hooks holds the lifecycle hook which is invoked at lifecycle of step, irrespective of the success, failure, or error status of the primary step
   */
  readonly hooks?: {
    readonly [k: string]: LifecycleHook;
  };
  readonly hostAliases?: readonly HostAlias[];
  /**
   * Host networking requested for this workflow pod.
   */
  readonly hostNetwork?: boolean;
  /**
   * ImagePullSecrets is a list of references to secrets in the same namespace to use for pulling any images in pods that reference this ServiceAccount.
   */
  readonly imagePullSecrets?: readonly LocalObjectReference[];
  /**
   * NodeSelector is a selector which will result in all pods of the workflow to be scheduled on the selected node(s).
   */
  readonly nodeSelector?: {
    readonly [k: string]: string;
  };
  /**
   * OnExit is a template reference which is invoked at the end of the workflow, irrespective of the success, failure, or error of the primary io.argoproj.workflow.v1alpha1.
   */
  readonly onExit?: string;
  /**
   * Parallelism limits the max total parallel pods that can execute at the same time in a workflow
   */
  readonly parallelism?: number;
  readonly podDisruptionBudget?: PodDisruptionBudgetSpec;
  readonly podGC?: PodGC;
  readonly podMetadata?: Metadata;
  /**
   * PriorityClassName to apply to workflow pods.
   */
  readonly podPriorityClassName?: string;
  /**
   * PodSpecPatch holds strategic merge patch to apply against the pod spec.
   */
  readonly podSpecPatch?: string;
  /**
   * Priority is used if controller is configured to process limited number of workflows in parallel.
   */
  readonly priority?: number;
  readonly retryStrategy?: RetryStrategy;
  /**
   * Set scheduler name for all pods.
   */
  readonly schedulerName?: string;
  readonly securityContext?: PodSecurityContext;
  /**
   * ServiceAccountName is the name of the ServiceAccount to run all pods of the workflow as.
   */
  readonly serviceAccountName?: string;
  /**
   * Shutdown will shutdown the workflow according to its ShutdownStrategy
   */
  readonly shutdown?: string;
  /**
   * Suspend will suspend the workflow and prevent execution of any future steps in the workflow
   */
  readonly suspend?: boolean;
  readonly synchronization?: Synchronization;
  readonly templateDefaults?: Template;
  /**
   * Templates is a list of workflow templates used in a workflow MaxItems is an artificial limit to limit CEL validation costs - see note at top of file
   */
  readonly templates?: readonly Template[];
  /**
   * Tolerations to apply to workflow pods.
   */
  readonly tolerations?: readonly Toleration[];
  readonly ttlStrategy?: TTLStrategy;
  readonly volumeClaimGC?: VolumeClaimGC;
  /**
   * Volumes is a list of volumes that can be mounted by containers in a io.argoproj.workflow.v1alpha1.
   */
  readonly volumes?: readonly Volume[];
  readonly workflowMetadata?: WorkflowMetadata;
  readonly workflowTemplateRef?: WorkflowTemplateRef;
}
/**
 * Affinity is a group of affinity scheduling rules.
 */
export interface Affinity {
  readonly nodeAffinity?: NodeAffinity;
  readonly podAffinity?: PodAffinity;
  readonly podAntiAffinity?: PodAntiAffinity;
}
/**
 * Node affinity is a group of node affinity scheduling rules.
 */
export interface NodeAffinity {
  /**
   * The scheduler will prefer to schedule pods to nodes that satisfy the affinity expressions specified by this field, but it may choose a node that violates one or more of the expressions.
   */
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly PreferredSchedulingTerm[];
  readonly requiredDuringSchedulingIgnoredDuringExecution?: NodeSelector;
}
/**
 * An empty preferred scheduling term matches all objects with implicit weight 0 (i.e.
 */
export interface PreferredSchedulingTerm {
  readonly preference: NodeSelectorTerm;
  /**
   * Weight associated with matching the corresponding nodeSelectorTerm, in the range 1-100.
   */
  readonly weight: number;
}
/**
 * A null or empty node selector term matches no objects.
 */
export interface NodeSelectorTerm {
  /**
   * A list of node selector requirements by node's labels.
   */
  readonly matchExpressions?: readonly NodeSelectorRequirement[];
  /**
   * A list of node selector requirements by node's fields.
   */
  readonly matchFields?: readonly NodeSelectorRequirement[];
}
/**
 * A node selector requirement is a selector that contains values, a key, and an operator that relates the key and values.
 */
export interface NodeSelectorRequirement {
  /**
   * The label key that the selector applies to.
   */
  readonly key: string;
  /**
   * Represents a key's relationship to a set of values.
   */
  readonly operator: string;
  /**
   * An array of string values.
   */
  readonly values?: readonly string[];
}
/**
 * A node selector represents the union of the results of one or more label queries over a set of nodes; that is, it represents the OR of the selectors represented by the node selector terms.
 */
export interface NodeSelector {
  /**
   * Required.
   */
  readonly nodeSelectorTerms: readonly NodeSelectorTerm[];
}
/**
 * Pod affinity is a group of inter pod affinity scheduling rules.
 */
export interface PodAffinity {
  /**
   * The scheduler will prefer to schedule pods to nodes that satisfy the affinity expressions specified by this field, but it may choose a node that violates one or more of the expressions.
   */
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly WeightedPodAffinityTerm[];
  /**
   * If the affinity requirements specified by this field are not met at scheduling time, the pod will not be scheduled onto the node.
   */
  readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly PodAffinityTerm[];
}
/**
 * The weights of all of the matched WeightedPodAffinityTerm fields are added per-node to find the most preferred node(s)
 */
export interface WeightedPodAffinityTerm {
  readonly podAffinityTerm: PodAffinityTerm;
  /**
   * weight associated with matching the corresponding podAffinityTerm, in the range 1-100.
   */
  readonly weight: number;
}
/**
 * Defines a set of pods (namely those matching the labelSelector relative to the given namespace(s)) that this pod should be co-located (affinity) or not co-located (anti-affinity) with, where co-located is defined as running on a node whose value of the label with key <topologyKey> matches that of any node on which a pod of the set of pods is running
 */
export interface PodAffinityTerm {
  readonly labelSelector?: LabelSelector;
  /**
   * MatchLabelKeys is a set of pod label keys to select which pods will be taken into consideration.
   */
  readonly matchLabelKeys?: readonly string[];
  /**
   * MismatchLabelKeys is a set of pod label keys to select which pods will be taken into consideration.
   */
  readonly mismatchLabelKeys?: readonly string[];
  readonly namespaceSelector?: LabelSelector;
  /**
   * namespaces specifies a static list of namespace names that the term applies to.
   */
  readonly namespaces?: readonly string[];
  /**
   * This pod should be co-located (affinity) or not co-located (anti-affinity) with the pods matching the labelSelector in the specified namespaces, where co-located is defined as running on a node whose value of the label with key topologyKey matches that of any node on which any of the selected pods is running.
   */
  readonly topologyKey: string;
}
/**
 * A label selector is a label query over a set of resources.
 */
export interface LabelSelector {
  /**
   * matchExpressions is a list of label selector requirements.
   */
  readonly matchExpressions?: readonly LabelSelectorRequirement[];
  /**
   * matchLabels is a map of {key,value} pairs.
   */
  readonly matchLabels?: {
    readonly [k: string]: string;
  };
}
/**
 * A label selector requirement is a selector that contains values, a key, and an operator that relates the key and values.
 */
export interface LabelSelectorRequirement {
  /**
   * key is the label key that the selector applies to.
   */
  readonly key: string;
  /**
   * operator represents a key's relationship to a set of values.
   */
  readonly operator: string;
  /**
   * values is an array of string values.
   */
  readonly values?: readonly string[];
}
/**
 * Pod anti affinity is a group of inter pod anti affinity scheduling rules.
 */
export interface PodAntiAffinity {
  /**
   * The scheduler will prefer to schedule pods to nodes that satisfy the anti-affinity expressions specified by this field, but it may choose a node that violates one or more of the expressions.
   */
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly WeightedPodAffinityTerm[];
  /**
   * If the anti-affinity requirements specified by this field are not met at scheduling time, the pod will not be scheduled onto the node.
   */
  readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly PodAffinityTerm[];
}
/**
 * Arguments to a template
 */
export interface Arguments {
  /**
   * Parameters is the list of parameters to pass to the template or workflow
   */
  readonly parameters?: readonly Parameter[];
}
/**
 * Parameter indicate a passed string parameter to a service template with an optional default value
 */
export interface Parameter {
  /**
   * Default is the default value to use for an input parameter if a value was not supplied
   */
  readonly default?: string;
  /**
   * Description is the parameter description
   */
  readonly description?: string;
  /**
   * Enum holds a list of string values to choose from, for the actual value of the parameter
   */
  readonly enum?: readonly string[];
  /**
   * GlobalName exports an output parameter to the global scope, making it available as '{{io.argoproj.workflow.v1alpha1.outputs.parameters.XXXX}} and in workflow.status.outputs.parameters
   */
  readonly globalName?: string;
  /**
   * Name is the parameter name
   */
  readonly name: string;
  /**
   * Value is the literal value to use for the parameter.
   */
  readonly value?: string;
  readonly valueFrom?: ValueFrom;
}
/**
 * ValueFrom describes a location in which to obtain the value to a parameter
 */
export interface ValueFrom {
  readonly configMapKeyRef?: ConfigMapKeySelector;
  /**
   * Default specifies a value to be used if retrieving the value from the specified source fails
   */
  readonly default?: string;
  /**
   * Selector (https://github.com/expr-lang/expr) that is evaluated against the event to get the value of the parameter.
   */
  readonly event?: string;
  /**
   * Expression, if defined, is evaluated to specify the value for the parameter
   */
  readonly expression?: string;
  /**
   * JQFilter expression against the resource object in resource templates
   */
  readonly jqFilter?: string;
  /**
   * JSONPath of a resource to retrieve an output parameter value from in resource templates
   */
  readonly jsonPath?: string;
  /**
   * Parameter reference to a step or dag task in which to retrieve an output parameter value from (e.g.
   */
  readonly parameter?: string;
  /**
   * Path in the container to retrieve an output parameter value from in container templates
   */
  readonly path?: string;
  readonly supplied?: SuppliedValueFrom;
}
/**
 * Selects a key from a ConfigMap.
 */
export interface ConfigMapKeySelector {
  /**
   * The key to select.
   */
  readonly key: string;
  /**
   * Name of the referent.
   */
  readonly name?: string;
  /**
   * Specify whether the ConfigMap or its key must be defined
   */
  readonly optional?: boolean;
}
/**
 * SuppliedValueFrom is a placeholder for a value to be filled in directly, either through the CLI, API, etc.
 */
export interface SuppliedValueFrom {}
/**
 * PodDNSConfig defines the DNS parameters of a pod in addition to those generated from DNSPolicy.
 */
export interface PodDNSConfig {
  /**
   * A list of DNS name server IP addresses.
   */
  readonly nameservers?: readonly string[];
  /**
   * A list of DNS resolver options.
   */
  readonly options?: readonly PodDNSConfigOption[];
  /**
   * A list of DNS search domains for host-name lookup.
   */
  readonly searches?: readonly string[];
}
/**
 * PodDNSConfigOption defines DNS resolver options of a pod.
 */
export interface PodDNSConfigOption {
  /**
   * Name is this DNS resolver option's name.
   */
  readonly name?: string;
  /**
   * Value is this DNS resolver option's value.
   */
  readonly value?: string;
}
export interface LifecycleHook {
  readonly arguments?: Arguments;
  /**
   * Expression is a condition expression for when a node will be retried.
   */
  readonly expression?: string;
  /**
   * Template is the name of the template to execute by the hook
   */
  readonly template?: string;
  readonly templateRef?: TemplateRef;
}
/**
 * TemplateRef is a reference of template resource.
 */
export interface TemplateRef {
  /**
   * ClusterScope indicates the referred template is cluster scoped (i.e.
   */
  readonly clusterScope?: boolean;
  /**
   * Name is the resource name of the template.
   */
  readonly name?: string;
  /**
   * Template is the name of referred template in the resource.
   */
  readonly template?: string;
}
/**
 * HostAlias holds the mapping between IP and hostnames that will be injected as an entry in the pod's hosts file.
 */
export interface HostAlias {
  /**
   * Hostnames for the above IP address.
   */
  readonly hostnames?: readonly string[];
  /**
   * IP address of the host file entry.
   */
  readonly ip: string;
}
/**
 * LocalObjectReference contains enough information to let you locate the referenced object inside the same namespace.
 */
export interface LocalObjectReference {
  /**
   * Name of the referent.
   */
  readonly name?: string;
}
/**
 * PodDisruptionBudgetSpec is a description of a PodDisruptionBudget.
 */
export interface PodDisruptionBudgetSpec {
  readonly maxUnavailable?: IntOrString;
  readonly minAvailable?: IntOrString;
  readonly selector?: LabelSelector;
  /**
   * UnhealthyPodEvictionPolicy defines the criteria for when unhealthy pods should be considered for eviction.
   */
  readonly unhealthyPodEvictionPolicy?: string;
}
/**
 * PodGC describes how to delete completed pods as they complete
 */
export interface PodGC {
  /**
   * DeleteDelayDuration specifies the duration before pods in the GC queue get deleted.
   */
  readonly deleteDelayDuration?: string;
  readonly labelSelector?: LabelSelector;
  /**
   * Strategy is the strategy to use.
   */
  readonly strategy?: string;
}
/**
 * Pod metadata
 */
export interface Metadata {
  readonly annotations?: {
    readonly [k: string]: string;
  };
  readonly labels?: {
    readonly [k: string]: string;
  };
}
/**
 * RetryStrategy provides controls on how to retry a workflow step
 */
export interface RetryStrategy {
  readonly affinity?: RetryAffinity;
  readonly backoff?: Backoff;
  /**
   * Expression is a condition expression for when a node will be retried.
   */
  readonly expression?: string;
  readonly limit?: IntOrString;
  /**
   * RetryPolicy is a policy of NodePhase statuses that will be retried
   */
  readonly retryPolicy?: string;
}
/**
 * RetryAffinity prevents running steps on the same host.
 */
export interface RetryAffinity {
  readonly nodeAntiAffinity?: RetryNodeAntiAffinity;
}
/**
 * RetryNodeAntiAffinity is a placeholder for future expansion, only empty nodeAntiAffinity is allowed.
 */
export interface RetryNodeAntiAffinity {}
/**
 * Backoff is a backoff strategy to use within retryStrategy
 */
export interface Backoff {
  /**
   * Cap is a limit on revised values of the duration parameter.
   */
  readonly cap?: string;
  /**
   * Duration is the amount to back off.
   */
  readonly duration?: string;
  readonly factor?: IntOrString;
  /**
   * MaxDuration is the maximum amount of time allowed for a workflow in the backoff strategy.
   */
  readonly maxDuration?: string;
}
/**
 * PodSecurityContext holds pod-level security attributes and common container settings.
 */
export interface PodSecurityContext {
  readonly appArmorProfile?: AppArmorProfile;
  /**
   * A special supplemental group that applies to all containers in a pod.
   */
  readonly fsGroup?: number;
  /**
   * fsGroupChangePolicy defines behavior of changing ownership and permission of the volume before being exposed inside Pod.
   */
  readonly fsGroupChangePolicy?: string;
  /**
   * The GID to run the entrypoint of the container process.
   */
  readonly runAsGroup?: number;
  /**
   * Indicates that the container must run as a non-root user.
   */
  readonly runAsNonRoot?: boolean;
  /**
   * The UID to run the entrypoint of the container process.
   */
  readonly runAsUser?: number;
  /**
   * seLinuxChangePolicy defines how the container's SELinux label is applied to all volumes used by the Pod.
   */
  readonly seLinuxChangePolicy?: string;
  readonly seLinuxOptions?: SELinuxOptions;
  readonly seccompProfile?: SeccompProfile;
  /**
   * A list of groups applied to the first process run in each container, in addition to the container's primary GID and fsGroup (if specified).
   */
  readonly supplementalGroups?: readonly number[];
  /**
   * Defines how supplemental groups of the first container processes are calculated.
   */
  readonly supplementalGroupsPolicy?: string;
  /**
   * Sysctls hold a list of namespaced sysctls used for the pod.
   */
  readonly sysctls?: readonly Sysctl[];
  readonly windowsOptions?: WindowsSecurityContextOptions;
}
/**
 * AppArmorProfile defines a pod or container's AppArmor settings.
 */
export interface AppArmorProfile {
  /**
   * localhostProfile indicates a profile loaded on the node that should be used.
   */
  readonly localhostProfile?: string;
  /**
   * type indicates which kind of AppArmor profile will be applied.
   */
  readonly type: string;
}
/**
 * SELinuxOptions are the labels to be applied to the container
 */
export interface SELinuxOptions {
  /**
   * Level is SELinux level label that applies to the container.
   */
  readonly level?: string;
  /**
   * Role is a SELinux role label that applies to the container.
   */
  readonly role?: string;
  /**
   * Type is a SELinux type label that applies to the container.
   */
  readonly type?: string;
  /**
   * User is a SELinux user label that applies to the container.
   */
  readonly user?: string;
}
/**
 * SeccompProfile defines a pod/container's seccomp profile settings.
 */
export interface SeccompProfile {
  /**
   * localhostProfile indicates a profile defined in a file on the node should be used.
   */
  readonly localhostProfile?: string;
  /**
   * type indicates which kind of seccomp profile will be applied.
   */
  readonly type: string;
}
/**
 * Sysctl defines a kernel parameter to be set
 */
export interface Sysctl {
  /**
   * Name of a property to set
   */
  readonly name: string;
  /**
   * Value of a property to set
   */
  readonly value: string;
}
/**
 * WindowsSecurityContextOptions contain Windows-specific options and credentials.
 */
export interface WindowsSecurityContextOptions {
  /**
   * GMSACredentialSpec is where the GMSA admission webhook (https://github.com/kubernetes-sigs/windows-gmsa) inlines the contents of the GMSA credential spec named by the GMSACredentialSpecName field.
   */
  readonly gmsaCredentialSpec?: string;
  /**
   * GMSACredentialSpecName is the name of the GMSA credential spec to use.
   */
  readonly gmsaCredentialSpecName?: string;
  /**
   * HostProcess determines if a container should be run as a 'Host Process' container.
   */
  readonly hostProcess?: boolean;
  /**
   * The UserName in Windows to run the entrypoint of the container process.
   */
  readonly runAsUserName?: string;
}
/**
 * Synchronization holds synchronization lock configuration
 */
export interface Synchronization {
  /**
   * v3.6 and after: Mutexes holds the list of Mutex lock details
   */
  readonly mutexes?: readonly Mutex[];
  /**
   * v3.6 and after: Semaphores holds the list of Semaphores configuration
   */
  readonly semaphores?: readonly SemaphoreRef[];
}
/**
 * Mutex holds Mutex configuration
 */
export interface Mutex {
  /**
   * Database specifies this is database controlled if this is set true
   */
  readonly database?: boolean;
  /**
   * name of the mutex
   */
  readonly name?: string;
  /**
   * Namespace is the namespace of the mutex, default: [namespace of workflow]
   */
  readonly namespace?: string;
}
/**
 * SemaphoreRef is a reference of Semaphore
 */
export interface SemaphoreRef {
  readonly configMapKeyRef?: ConfigMapKeySelector;
  readonly database?: SyncDatabaseRef;
  /**
   * Namespace is the namespace of the configmap, default: [namespace of workflow]
   */
  readonly namespace?: string;
}
export interface SyncDatabaseRef {
  readonly key: string;
}
/**
 * Template is a reusable and composable unit of execution in a workflow
 */
export interface Template {
  readonly activeDeadlineSeconds?: IntOrString;
  readonly affinity?: Affinity;
  /**
   * Annotations is a list of annotations to add to the template at runtime
   */
  readonly annotations?: {
    readonly [k: string]: string;
  };
  /**
   * AutomountServiceAccountToken indicates whether a service account token should be automatically mounted in pods.
   */
  readonly automountServiceAccountToken?: boolean;
  readonly container?: Container;
  readonly dag?: DAGTemplate;
  /**
   * FailFast, if specified, will fail this template if any of its child pods has failed.
   */
  readonly failFast?: boolean;
  /**
   * HostAliases is an optional list of hosts and IPs that will be injected into the pod spec
   */
  readonly hostAliases?: readonly HostAlias[];
  readonly inputs?: Inputs;
  readonly metadata?: Metadata;
  /**
   * Name is the name of the template
   */
  readonly name?: string;
  /**
   * NodeSelector is a selector to schedule this step of the workflow to be run on the selected node(s).
   */
  readonly nodeSelector?: {
    readonly [k: string]: string;
  };
  readonly outputs?: Outputs;
  /**
   * Parallelism limits the max total parallel pods that can execute at the same time within the boundaries of this template invocation.
   */
  readonly parallelism?: number;
  /**
   * PodSpecPatch holds strategic merge patch to apply against the pod spec.
   */
  readonly podSpecPatch?: string;
  /**
   * PriorityClassName to apply to workflow pods.
   */
  readonly priorityClassName?: string;
  readonly retryStrategy?: RetryStrategy;
  /**
   * If specified, the pod will be dispatched by specified scheduler.
   */
  readonly schedulerName?: string;
  readonly securityContext?: PodSecurityContext;
  /**
   * ServiceAccountName to apply to workflow pods
   */
  readonly serviceAccountName?: string;
  readonly synchronization?: Synchronization;
  /**
   * Timeout allows to set the total node execution timeout duration counting from the node's start time.
   */
  readonly timeout?: string;
  /**
   * Tolerations to apply to workflow pods.
   */
  readonly tolerations?: readonly Toleration[];
  /**
   * Volumes is a list of volumes that can be mounted by containers in a template.
   */
  readonly volumes?: readonly Volume[];
}
/**
 * A single application container that you want to run within a pod.
 */
export interface Container {
  /**
   * Arguments to the entrypoint.
   */
  readonly args?: readonly string[];
  /**
   * Entrypoint array.
   */
  readonly command?: readonly string[];
  /**
   * List of environment variables to set in the container.
   */
  readonly env?: readonly EnvVar[];
  /**
   * List of sources to populate environment variables in the container.
   */
  readonly envFrom?: readonly EnvFromSource[];
  /**
   * Container image name.
   */
  readonly image?: string;
  /**
   * Image pull policy.
   */
  readonly imagePullPolicy?: string;
  readonly lifecycle?: Lifecycle;
  readonly livenessProbe?: Probe;
  /**
   * Name of the container specified as a DNS_LABEL.
   */
  readonly name?: string;
  /**
   * List of ports to expose from the container.
   */
  readonly ports?: readonly ContainerPort[];
  readonly readinessProbe?: Probe;
  /**
   * Resources resize policy for the container.
   */
  readonly resizePolicy?: readonly ContainerResizePolicy[];
  readonly resources?: ResourceRequirements;
  /**
   * RestartPolicy defines the restart behavior of individual containers in a pod.
   */
  readonly restartPolicy?: string;
  readonly securityContext?: SecurityContext;
  readonly startupProbe?: Probe;
  /**
   * Whether this container should allocate a buffer for stdin in the container runtime.
   */
  readonly stdin?: boolean;
  /**
   * Whether the container runtime should close the stdin channel after it has been opened by a single attach.
   */
  readonly stdinOnce?: boolean;
  /**
   * Optional: Path at which the file to which the container's termination message will be written is mounted into the container's filesystem.
   */
  readonly terminationMessagePath?: string;
  /**
   * Indicate how the termination message should be populated.
   */
  readonly terminationMessagePolicy?: string;
  /**
   * Whether this container should allocate a TTY for itself, also requires 'stdin' to be true.
   */
  readonly tty?: boolean;
  /**
   * volumeDevices is the list of block devices to be used by the container.
   */
  readonly volumeDevices?: readonly VolumeDevice[];
  /**
   * Pod volumes to mount into the container's filesystem.
   */
  readonly volumeMounts?: readonly VolumeMount[];
  /**
   * Container's working directory.
   */
  readonly workingDir?: string;
}
/**
 * EnvVar represents an environment variable present in a Container.
 */
export interface EnvVar {
  /**
   * Name of the environment variable.
   */
  readonly name: string;
  /**
   * Variable references $(VAR_NAME) are expanded using the previously defined environment variables in the container and any service environment variables.
   */
  readonly value?: string;
  readonly valueFrom?: EnvVarSource;
}
/**
 * EnvVarSource represents a source for the value of an EnvVar.
 */
export interface EnvVarSource {
  readonly configMapKeyRef?: ConfigMapKeySelector;
  readonly fieldRef?: ObjectFieldSelector;
  readonly resourceFieldRef?: ResourceFieldSelector;
  readonly secretKeyRef?: SecretKeySelector;
}
/**
 * ObjectFieldSelector selects an APIVersioned field of an object.
 */
export interface ObjectFieldSelector {
  /**
   * Version of the schema the FieldPath is written in terms of, defaults to "v1".
   */
  readonly apiVersion?: string;
  /**
   * Path of the field to select in the specified API version.
   */
  readonly fieldPath: string;
}
/**
 * ResourceFieldSelector represents container resources (cpu, memory) and their output format
 */
export interface ResourceFieldSelector {
  /**
   * Container name: required for volumes, optional for env vars
   */
  readonly containerName?: string;
  readonly divisor?: Quantity;
  /**
   * Required: resource to select
   */
  readonly resource: string;
}
/**
 * SecretKeySelector selects a key of a Secret.
 */
export interface SecretKeySelector {
  /**
   * The key of the secret to select from.
   */
  readonly key: string;
  /**
   * Name of the referent.
   */
  readonly name?: string;
  /**
   * Specify whether the Secret or its key must be defined
   */
  readonly optional?: boolean;
}
/**
 * EnvFromSource represents the source of a set of ConfigMaps or Secrets
 */
export interface EnvFromSource {
  readonly configMapRef?: ConfigMapEnvSource;
  /**
   * Optional text to prepend to the name of each environment variable.
   */
  readonly prefix?: string;
  readonly secretRef?: SecretEnvSource;
}
/**
 * ConfigMapEnvSource selects a ConfigMap to populate the environment variables with.
 */
export interface ConfigMapEnvSource {
  /**
   * Name of the referent.
   */
  readonly name?: string;
  /**
   * Specify whether the ConfigMap must be defined
   */
  readonly optional?: boolean;
}
/**
 * SecretEnvSource selects a Secret to populate the environment variables with.
 */
export interface SecretEnvSource {
  /**
   * Name of the referent.
   */
  readonly name?: string;
  /**
   * Specify whether the Secret must be defined
   */
  readonly optional?: boolean;
}
/**
 * Lifecycle describes actions that the management system should take in response to container lifecycle events.
 */
export interface Lifecycle {
  readonly postStart?: LifecycleHandler;
  readonly preStop?: LifecycleHandler;
  /**
   * StopSignal defines which signal will be sent to a container when it is being stopped.
   */
  readonly stopSignal?: string;
}
/**
 * LifecycleHandler defines a specific action that should be taken in a lifecycle hook.
 */
export interface LifecycleHandler {
  readonly exec?: ExecAction;
  readonly httpGet?: HTTPGetAction;
  readonly sleep?: SleepAction;
  readonly tcpSocket?: TCPSocketAction;
}
/**
 * ExecAction describes a "run in container" action.
 */
export interface ExecAction {
  /**
   * Command is the command line to execute inside the container, the working directory for the command  is root ('/') in the container's filesystem.
   */
  readonly command?: readonly string[];
}
/**
 * HTTPGetAction describes an action based on HTTP Get requests.
 */
export interface HTTPGetAction {
  /**
   * Host name to connect to, defaults to the pod IP.
   */
  readonly host?: string;
  /**
   * Custom headers to set in the request.
   */
  readonly httpHeaders?: readonly HTTPHeader[];
  /**
   * Path to access on the HTTP server.
   */
  readonly path?: string;
  readonly port: IntOrString;
  /**
   * Scheme to use for connecting to the host.
   */
  readonly scheme?: string;
}
/**
 * HTTPHeader describes a custom header to be used in HTTP probes
 */
export interface HTTPHeader {
  /**
   * The header field name.
   */
  readonly name: string;
  /**
   * The header field value
   */
  readonly value: string;
}
/**
 * SleepAction describes a "sleep" action.
 */
export interface SleepAction {
  /**
   * Seconds is the number of seconds to sleep.
   */
  readonly seconds: number;
}
/**
 * TCPSocketAction describes an action based on opening a socket
 */
export interface TCPSocketAction {
  /**
   * Optional: Host name to connect to, defaults to the pod IP.
   */
  readonly host?: string;
  readonly port: IntOrString;
}
/**
 * Probe describes a health check to be performed against a container to determine whether it is alive or ready to receive traffic.
 */
export interface Probe {
  readonly exec?: ExecAction;
  /**
   * Minimum consecutive failures for the probe to be considered failed after having succeeded.
   */
  readonly failureThreshold?: number;
  readonly grpc?: GRPCAction;
  readonly httpGet?: HTTPGetAction;
  /**
   * Number of seconds after the container has started before liveness probes are initiated.
   */
  readonly initialDelaySeconds?: number;
  /**
   * How often (in seconds) to perform the probe.
   */
  readonly periodSeconds?: number;
  /**
   * Minimum consecutive successes for the probe to be considered successful after having failed.
   */
  readonly successThreshold?: number;
  readonly tcpSocket?: TCPSocketAction;
  /**
   * Optional duration in seconds the pod needs to terminate gracefully upon probe failure.
   */
  readonly terminationGracePeriodSeconds?: number;
  /**
   * Number of seconds after which the probe times out.
   */
  readonly timeoutSeconds?: number;
}
/**
 * GRPCAction specifies an action involving a GRPC service.
 */
export interface GRPCAction {
  /**
   * Port number of the gRPC service.
   */
  readonly port: number;
  /**
   * Service is the name of the service to place in the gRPC HealthCheckRequest (see https://github.com/grpc/grpc/blob/master/doc/health-checking.md).
   */
  readonly service?: string;
}
/**
 * ContainerPort represents a network port in a single container.
 */
export interface ContainerPort {
  /**
   * Number of port to expose on the pod's IP address.
   */
  readonly containerPort: number;
  /**
   * What host IP to bind the external port to.
   */
  readonly hostIP?: string;
  /**
   * Number of port to expose on the host.
   */
  readonly hostPort?: number;
  /**
   * If specified, this must be an IANA_SVC_NAME and unique within the pod.
   */
  readonly name?: string;
  /**
   * Protocol for port.
   */
  readonly protocol?: string;
}
/**
 * ContainerResizePolicy represents resource resize policy for the container.
 */
export interface ContainerResizePolicy {
  /**
   * Name of the resource to which this resource resize policy applies.
   */
  readonly resourceName: string;
  /**
   * Restart policy to apply when specified resource is resized.
   */
  readonly restartPolicy: string;
}
/**
 * ResourceRequirements describes the compute resource requirements.
 */
export interface ResourceRequirements {
  /**
   * Claims lists the names of resources, defined in spec.resourceClaims, that are used by this container.
   */
  readonly claims?: readonly ResourceClaim[];
  /**
   * Limits describes the maximum amount of compute resources allowed.
   */
  readonly limits?: {
    readonly [k: string]: Quantity;
  };
  /**
   * Requests describes the minimum amount of compute resources required.
   */
  readonly requests?: {
    readonly [k: string]: Quantity;
  };
}
/**
 * ResourceClaim references one entry in PodSpec.ResourceClaims.
 */
export interface ResourceClaim {
  /**
   * Name must match the name of one entry in pod.spec.resourceClaims of the Pod where this field is used.
   */
  readonly name: string;
  /**
   * Request is the name chosen for a request in the referenced claim.
   */
  readonly request?: string;
}
/**
 * SecurityContext holds security configuration that will be applied to a container.
 */
export interface SecurityContext {
  /**
   * AllowPrivilegeEscalation controls whether a process can gain more privileges than its parent process.
   */
  readonly allowPrivilegeEscalation?: boolean;
  readonly appArmorProfile?: AppArmorProfile;
  readonly capabilities?: Capabilities;
  /**
   * Run container in privileged mode.
   */
  readonly privileged?: boolean;
  /**
   * procMount denotes the type of proc mount to use for the containers.
   */
  readonly procMount?: string;
  /**
   * Whether this container has a read-only root filesystem.
   */
  readonly readOnlyRootFilesystem?: boolean;
  /**
   * The GID to run the entrypoint of the container process.
   */
  readonly runAsGroup?: number;
  /**
   * Indicates that the container must run as a non-root user.
   */
  readonly runAsNonRoot?: boolean;
  /**
   * The UID to run the entrypoint of the container process.
   */
  readonly runAsUser?: number;
  readonly seLinuxOptions?: SELinuxOptions;
  readonly seccompProfile?: SeccompProfile;
  readonly windowsOptions?: WindowsSecurityContextOptions;
}
/**
 * Adds and removes POSIX capabilities from running containers.
 */
export interface Capabilities {
  /**
   * Added capabilities
   */
  readonly add?: readonly string[];
  /**
   * Removed capabilities
   */
  readonly drop?: readonly string[];
}
/**
 * volumeDevice describes a mapping of a raw block device within a container.
 */
export interface VolumeDevice {
  /**
   * devicePath is the path inside of the container that the device will be mapped to.
   */
  readonly devicePath: string;
  /**
   * name must match the name of a persistentVolumeClaim in the pod
   */
  readonly name: string;
}
/**
 * VolumeMount describes a mounting of a Volume within a container.
 */
export interface VolumeMount {
  /**
   * Path within the container at which the volume should be mounted.
   */
  readonly mountPath: string;
  /**
   * mountPropagation determines how mounts are propagated from the host to container and the other way around.
   */
  readonly mountPropagation?: string;
  /**
   * This must match the Name of a Volume.
   */
  readonly name: string;
  /**
   * Mounted read-only if true, read-write otherwise (false or unspecified).
   */
  readonly readOnly?: boolean;
  /**
   * RecursiveReadOnly specifies whether read-only mounts should be handled recursively.
   */
  readonly recursiveReadOnly?: string;
  /**
   * Path within the volume from which the container's volume should be mounted.
   */
  readonly subPath?: string;
  /**
   * Expanded path within the volume from which the container's volume should be mounted.
   */
  readonly subPathExpr?: string;
}
/**
 * DAGTemplate is a template subtype for directed acyclic graph templates
 */
export interface DAGTemplate {
  /**
   * This flag is for DAG logic.
   */
  readonly failFast?: boolean;
  /**
   * Target are one or more names of targets to execute in a DAG
   */
  readonly target?: string;
  /**
   * Tasks are a list of DAG tasks MaxItems is an artificial limit to limit CEL validation costs - see note at top of file
   */
  readonly tasks: readonly DAGTask[];
}
/**
 * DAGTask represents a node in the graph during DAG execution Note: CEL validation cannot check withItems (Schemaless) or inline (PreserveUnknownFields) fields.
 */
export interface DAGTask {
  readonly arguments?: Arguments;
  readonly continueOn?: ContinueOn;
  /**
   * Dependencies are name of other targets which this depends on
   */
  readonly dependencies?: readonly string[];
  /**
   * Depends are name of other targets which this depends on
   */
  readonly depends?: string;
  /**
   * Hooks hold the lifecycle hook which is invoked at lifecycle of task, irrespective of the success, failure, or error status of the primary task
   */
  readonly hooks?: {
    readonly [k: string]: LifecycleHook;
  };
  /**
   * Name is the name of the target
   */
  readonly name: string;
  /**
   * Name of template to execute
   */
  readonly template?: string;
  readonly templateRef?: TemplateRef;
  /**
   * When is an expression in which the task should conditionally execute
   */
  readonly when?: string;
  readonly withSequence?: Sequence;
}
/**
 * ContinueOn defines if a workflow should continue even if a task or step fails/errors.
 */
export interface ContinueOn {
  readonly error?: boolean;
  readonly failed?: boolean;
}
/**
 * Sequence expands a workflow step into numeric range
 */
export interface Sequence {
  readonly count?: IntOrString;
  readonly end?: IntOrString;
  /**
   * Format is a printf format string to format the value in the sequence
   */
  readonly format?: string;
  readonly start?: IntOrString;
}
/**
 * Inputs are the mechanism for passing parameters, artifacts, volumes from one template to another
 */
export interface Inputs {
  /**
   * Parameters are a list of parameters passed as inputs MaxItems is an artificial limit to limit CEL validation costs - see note at top of file
   */
  readonly parameters?: readonly Parameter[];
}
/**
 * Outputs hold parameters, artifacts, and results from a step
 */
export interface Outputs {
  /**
   * Parameters holds the list of output parameters produced by a step
   */
  readonly parameters?: readonly Parameter[];
}
/**
 * The pod this Toleration is attached to tolerates any taint that matches the triple <key,value,effect> using the matching operator <operator>.
 */
export interface Toleration {
  /**
   * Effect indicates the taint effect to match.
   */
  readonly effect?: string;
  /**
   * Key is the taint key that the toleration applies to.
   */
  readonly key?: string;
  /**
   * Operator represents a key's relationship to the value.
   */
  readonly operator?: string;
  /**
   * TolerationSeconds represents the period of time the toleration (which must be of effect NoExecute, otherwise this field is ignored) tolerates the taint.
   */
  readonly tolerationSeconds?: number;
  /**
   * Value is the taint value the toleration matches to.
   */
  readonly value?: string;
}
/**
 * Volume represents a named volume in a pod that may be accessed by any container in the pod.
 */
export interface Volume {
  readonly awsElasticBlockStore?: AWSElasticBlockStoreVolumeSource;
  readonly azureDisk?: AzureDiskVolumeSource;
  readonly azureFile?: AzureFileVolumeSource;
  readonly cephfs?: CephFSVolumeSource;
  readonly cinder?: CinderVolumeSource;
  readonly configMap?: ConfigMapVolumeSource;
  readonly csi?: CSIVolumeSource;
  readonly downwardAPI?: DownwardAPIVolumeSource;
  readonly emptyDir?: EmptyDirVolumeSource;
  readonly ephemeral?: EphemeralVolumeSource;
  readonly fc?: FCVolumeSource;
  readonly flexVolume?: FlexVolumeSource;
  readonly flocker?: FlockerVolumeSource;
  readonly gcePersistentDisk?: GCEPersistentDiskVolumeSource;
  readonly gitRepo?: GitRepoVolumeSource;
  readonly glusterfs?: GlusterfsVolumeSource;
  readonly hostPath?: HostPathVolumeSource;
  readonly image?: ImageVolumeSource;
  readonly iscsi?: ISCSIVolumeSource;
  /**
   * name of the volume.
   */
  readonly name: string;
  readonly nfs?: NFSVolumeSource;
  readonly persistentVolumeClaim?: PersistentVolumeClaimVolumeSource;
  readonly photonPersistentDisk?: PhotonPersistentDiskVolumeSource;
  readonly portworxVolume?: PortworxVolumeSource;
  readonly projected?: ProjectedVolumeSource;
  readonly quobyte?: QuobyteVolumeSource;
  readonly rbd?: RBDVolumeSource;
  readonly scaleIO?: ScaleIOVolumeSource;
  readonly secret?: SecretVolumeSource;
  readonly storageos?: StorageOSVolumeSource;
  readonly vsphereVolume?: VsphereVirtualDiskVolumeSource;
}
/**
 * Represents a Persistent Disk resource in AWS.
 */
export interface AWSElasticBlockStoreVolumeSource {
  /**
   * fsType is the filesystem type of the volume that you want to mount.
   */
  readonly fsType?: string;
  /**
   * partition is the partition in the volume that you want to mount.
   */
  readonly partition?: number;
  /**
   * readOnly value true will force the readOnly setting in VolumeMounts.
   */
  readonly readOnly?: boolean;
  /**
   * volumeID is unique ID of the persistent disk resource in AWS (Amazon EBS volume).
   */
  readonly volumeID: string;
}
/**
 * AzureDisk represents an Azure Data Disk mount on the host and bind mount to the pod.
 */
export interface AzureDiskVolumeSource {
  /**
   * cachingMode is the Host Caching mode: None, Read Only, Read Write.
   */
  readonly cachingMode?: string;
  /**
   * diskName is the Name of the data disk in the blob storage
   */
  readonly diskName: string;
  /**
   * diskURI is the URI of data disk in the blob storage
   */
  readonly diskURI: string;
  /**
   * fsType is Filesystem type to mount.
   */
  readonly fsType?: string;
  /**
   * kind expected values are Shared: multiple blob disks per storage account  Dedicated: single blob disk per storage account  Managed: azure managed data disk (only in managed availability set).
   */
  readonly kind?: string;
  /**
   * readOnly Defaults to false (read/write).
   */
  readonly readOnly?: boolean;
}
/**
 * AzureFile represents an Azure File Service mount on the host and bind mount to the pod.
 */
export interface AzureFileVolumeSource {
  /**
   * readOnly defaults to false (read/write).
   */
  readonly readOnly?: boolean;
  /**
   * secretName is the  name of secret that contains Azure Storage Account Name and Key
   */
  readonly secretName: string;
  /**
   * shareName is the azure share Name
   */
  readonly shareName: string;
}
/**
 * Represents a Ceph Filesystem mount that lasts the lifetime of a pod Cephfs volumes do not support ownership management or SELinux relabeling.
 */
export interface CephFSVolumeSource {
  /**
   * monitors is Required: Monitors is a collection of Ceph monitors More info: https://examples.k8s.io/volumes/cephfs/README.md#how-to-use-it
   */
  readonly monitors: readonly string[];
  /**
   * path is Optional: Used as the mounted root, rather than the full Ceph tree, default is /
   */
  readonly path?: string;
  /**
   * readOnly is Optional: Defaults to false (read/write).
   */
  readonly readOnly?: boolean;
  /**
   * secretFile is Optional: SecretFile is the path to key ring for User, default is /etc/ceph/user.secret More info: https://examples.k8s.io/volumes/cephfs/README.md#how-to-use-it
   */
  readonly secretFile?: string;
  readonly secretRef?: LocalObjectReference;
  /**
   * user is optional: User is the rados user name, default is admin More info: https://examples.k8s.io/volumes/cephfs/README.md#how-to-use-it
   */
  readonly user?: string;
}
/**
 * Represents a cinder volume resource in Openstack.
 */
export interface CinderVolumeSource {
  /**
   * fsType is the filesystem type to mount.
   */
  readonly fsType?: string;
  /**
   * readOnly defaults to false (read/write).
   */
  readonly readOnly?: boolean;
  readonly secretRef?: LocalObjectReference;
  /**
   * volumeID used to identify the volume in cinder.
   */
  readonly volumeID: string;
}
/**
 * Adapts a ConfigMap into a volume.
 */
export interface ConfigMapVolumeSource {
  /**
   * defaultMode is optional: mode bits used to set permissions on created files by default.
   */
  readonly defaultMode?: number;
  /**
   * items if unspecified, each key-value pair in the Data field of the referenced ConfigMap will be projected into the volume as a file whose name is the key and content is the value.
   */
  readonly items?: readonly KeyToPath[];
  /**
   * Name of the referent.
   */
  readonly name?: string;
  /**
   * optional specify whether the ConfigMap or its keys must be defined
   */
  readonly optional?: boolean;
}
/**
 * Maps a string key to a path within a volume.
 */
export interface KeyToPath {
  /**
   * key is the key to project.
   */
  readonly key: string;
  /**
   * mode is Optional: mode bits used to set permissions on this file.
   */
  readonly mode?: number;
  /**
   * path is the relative path of the file to map the key to.
   */
  readonly path: string;
}
/**
 * Represents a source location of a volume to mount, managed by an external CSI driver
 */
export interface CSIVolumeSource {
  /**
   * driver is the name of the CSI driver that handles this volume.
   */
  readonly driver: string;
  /**
   * fsType to mount.
   */
  readonly fsType?: string;
  readonly nodePublishSecretRef?: LocalObjectReference;
  /**
   * readOnly specifies a read-only configuration for the volume.
   */
  readonly readOnly?: boolean;
  /**
   * volumeAttributes stores driver-specific properties that are passed to the CSI driver.
   */
  readonly volumeAttributes?: {
    readonly [k: string]: string;
  };
}
/**
 * DownwardAPIVolumeSource represents a volume containing downward API info.
 */
export interface DownwardAPIVolumeSource {
  /**
   * Optional: mode bits to use on created files by default.
   */
  readonly defaultMode?: number;
  /**
   * Items is a list of downward API volume file
   */
  readonly items?: readonly DownwardAPIVolumeFile[];
}
/**
 * DownwardAPIVolumeFile represents information to create the file containing the pod field
 */
export interface DownwardAPIVolumeFile {
  readonly fieldRef?: ObjectFieldSelector;
  /**
   * Optional: mode bits used to set permissions on this file, must be an octal value between 0000 and 0777 or a decimal value between 0 and 511.
   */
  readonly mode?: number;
  /**
   * Required: Path is  the relative path name of the file to be created.
   */
  readonly path: string;
  readonly resourceFieldRef?: ResourceFieldSelector;
}
/**
 * Represents an empty directory for a pod.
 */
export interface EmptyDirVolumeSource {
  /**
   * medium represents what type of storage medium should back this directory.
   */
  readonly medium?: string;
  readonly sizeLimit?: Quantity;
}
/**
 * Represents an ephemeral volume that is handled by a normal storage driver.
 */
export interface EphemeralVolumeSource {
  readonly volumeClaimTemplate?: PersistentVolumeClaimTemplate;
}
/**
 * PersistentVolumeClaimTemplate is used to produce PersistentVolumeClaim objects as part of an EphemeralVolumeSource.
 */
export interface PersistentVolumeClaimTemplate {
  readonly metadata?: ObjectMeta;
  readonly spec: PersistentVolumeClaimSpec;
}
/**
 * PersistentVolumeClaimSpec describes the common attributes of storage devices and allows a Source for provider-specific attributes
 */
export interface PersistentVolumeClaimSpec {
  /**
   * accessModes contains the desired access modes the volume should have.
   */
  readonly accessModes?: readonly string[];
  readonly dataSource?: TypedLocalObjectReference;
  readonly dataSourceRef?: TypedObjectReference;
  readonly resources?: VolumeResourceRequirements;
  readonly selector?: LabelSelector;
  /**
   * storageClassName is the name of the StorageClass required by the claim.
   */
  readonly storageClassName?: string;
  /**
   * volumeAttributesClassName may be used to set the VolumeAttributesClass used by this claim.
   */
  readonly volumeAttributesClassName?: string;
  /**
   * volumeMode defines what type of volume is required by the claim.
   */
  readonly volumeMode?: string;
  /**
   * volumeName is the binding reference to the PersistentVolume backing this claim.
   */
  readonly volumeName?: string;
}
/**
 * TypedLocalObjectReference contains enough information to let you locate the typed referenced object inside the same namespace.
 */
export interface TypedLocalObjectReference {
  /**
   * APIGroup is the group for the resource being referenced.
   */
  readonly apiGroup?: string;
  /**
   * Kind is the type of resource being referenced
   */
  readonly kind: string;
  /**
   * Name is the name of resource being referenced
   */
  readonly name: string;
}
/**
 * TypedObjectReference contains enough information to let you locate the typed referenced object
 */
export interface TypedObjectReference {
  /**
   * APIGroup is the group for the resource being referenced.
   */
  readonly apiGroup?: string;
  /**
   * Kind is the type of resource being referenced
   */
  readonly kind: string;
  /**
   * Name is the name of resource being referenced
   */
  readonly name: string;
  /**
   * Namespace is the namespace of resource being referenced Note that when a namespace is specified, a gateway.networking.k8s.io/ReferenceGrant object is required in the referent namespace to allow that namespace's owner to accept the reference.
   */
  readonly namespace?: string;
}
/**
 * VolumeResourceRequirements describes the storage resource requirements for a volume.
 */
export interface VolumeResourceRequirements {
  /**
   * Limits describes the maximum amount of compute resources allowed.
   */
  readonly limits?: {
    readonly [k: string]: Quantity;
  };
  /**
   * Requests describes the minimum amount of compute resources required.
   */
  readonly requests?: {
    readonly [k: string]: Quantity;
  };
}
/**
 * Represents a Fibre Channel volume.
 */
export interface FCVolumeSource {
  /**
   * fsType is the filesystem type to mount.
   */
  readonly fsType?: string;
  /**
   * lun is Optional: FC target lun number
   */
  readonly lun?: number;
  /**
   * readOnly is Optional: Defaults to false (read/write).
   */
  readonly readOnly?: boolean;
  /**
   * targetWWNs is Optional: FC target worldwide names (WWNs)
   */
  readonly targetWWNs?: readonly string[];
  /**
   * wwids Optional: FC volume world wide identifiers (wwids) Either wwids or combination of targetWWNs and lun must be set, but not both simultaneously.
   */
  readonly wwids?: readonly string[];
}
/**
 * FlexVolume represents a generic volume resource that is provisioned/attached using an exec based plugin.
 */
export interface FlexVolumeSource {
  /**
   * driver is the name of the driver to use for this volume.
   */
  readonly driver: string;
  /**
   * fsType is the filesystem type to mount.
   */
  readonly fsType?: string;
  /**
   * options is Optional: this field holds extra command options if any.
   */
  readonly options?: {
    readonly [k: string]: string;
  };
  /**
   * readOnly is Optional: defaults to false (read/write).
   */
  readonly readOnly?: boolean;
  readonly secretRef?: LocalObjectReference;
}
/**
 * Represents a Flocker volume mounted by the Flocker agent.
 */
export interface FlockerVolumeSource {
  /**
   * datasetName is Name of the dataset stored as metadata -> name on the dataset for Flocker should be considered as deprecated
   */
  readonly datasetName?: string;
  /**
   * datasetUUID is the UUID of the dataset.
   */
  readonly datasetUUID?: string;
}
/**
 * Represents a Persistent Disk resource in Google Compute Engine.
 */
export interface GCEPersistentDiskVolumeSource {
  /**
   * fsType is filesystem type of the volume that you want to mount.
   */
  readonly fsType?: string;
  /**
   * partition is the partition in the volume that you want to mount.
   */
  readonly partition?: number;
  /**
   * pdName is unique name of the PD resource in GCE.
   */
  readonly pdName: string;
  /**
   * readOnly here will force the ReadOnly setting in VolumeMounts.
   */
  readonly readOnly?: boolean;
}
/**
 * Represents a volume that is populated with the contents of a git repository.
 */
export interface GitRepoVolumeSource {
  /**
   * directory is the target directory name.
   */
  readonly directory?: string;
  /**
   * repository is the URL
   */
  readonly repository: string;
  /**
   * revision is the commit hash for the specified revision.
   */
  readonly revision?: string;
}
/**
 * Represents a Glusterfs mount that lasts the lifetime of a pod.
 */
export interface GlusterfsVolumeSource {
  /**
   * endpoints is the endpoint name that details Glusterfs topology.
   */
  readonly endpoints: string;
  /**
   * path is the Glusterfs volume path.
   */
  readonly path: string;
  /**
   * readOnly here will force the Glusterfs volume to be mounted with read-only permissions.
   */
  readonly readOnly?: boolean;
}
/**
 * Represents a host path mapped into a pod.
 */
export interface HostPathVolumeSource {
  /**
   * path of the directory on the host.
   */
  readonly path: string;
  /**
   * type for HostPath Volume Defaults to "" More info: https://kubernetes.io/docs/concepts/storage/volumes#hostpath
   */
  readonly type?: string;
}
/**
 * ImageVolumeSource represents a image volume resource.
 */
export interface ImageVolumeSource {
  /**
   * Policy for pulling OCI objects.
   */
  readonly pullPolicy?: string;
  /**
   * Required: Image or artifact reference to be used.
   */
  readonly reference?: string;
}
/**
 * Represents an ISCSI disk.
 */
export interface ISCSIVolumeSource {
  /**
   * chapAuthDiscovery defines whether support iSCSI Discovery CHAP authentication
   */
  readonly chapAuthDiscovery?: boolean;
  /**
   * chapAuthSession defines whether support iSCSI Session CHAP authentication
   */
  readonly chapAuthSession?: boolean;
  /**
   * fsType is the filesystem type of the volume that you want to mount.
   */
  readonly fsType?: string;
  /**
   * initiatorName is the custom iSCSI Initiator Name.
   */
  readonly initiatorName?: string;
  /**
   * iqn is the target iSCSI Qualified Name.
   */
  readonly iqn: string;
  /**
   * iscsiInterface is the interface Name that uses an iSCSI transport.
   */
  readonly iscsiInterface?: string;
  /**
   * lun represents iSCSI Target Lun number.
   */
  readonly lun: number;
  /**
   * portals is the iSCSI Target Portal List.
   */
  readonly portals?: readonly string[];
  /**
   * readOnly here will force the ReadOnly setting in VolumeMounts.
   */
  readonly readOnly?: boolean;
  readonly secretRef?: LocalObjectReference;
  /**
   * targetPortal is iSCSI Target Portal.
   */
  readonly targetPortal: string;
}
/**
 * Represents an NFS mount that lasts the lifetime of a pod.
 */
export interface NFSVolumeSource {
  /**
   * path that is exported by the NFS server.
   */
  readonly path: string;
  /**
   * readOnly here will force the NFS export to be mounted with read-only permissions.
   */
  readonly readOnly?: boolean;
  /**
   * server is the hostname or IP address of the NFS server.
   */
  readonly server: string;
}
/**
 * PersistentVolumeClaimVolumeSource references the user's PVC in the same namespace.
 */
export interface PersistentVolumeClaimVolumeSource {
  /**
   * claimName is the name of a PersistentVolumeClaim in the same namespace as the pod using this volume.
   */
  readonly claimName: string;
  /**
   * readOnly Will force the ReadOnly setting in VolumeMounts.
   */
  readonly readOnly?: boolean;
}
/**
 * Represents a Photon Controller persistent disk resource.
 */
export interface PhotonPersistentDiskVolumeSource {
  /**
   * fsType is the filesystem type to mount.
   */
  readonly fsType?: string;
  /**
   * pdID is the ID that identifies Photon Controller persistent disk
   */
  readonly pdID: string;
}
/**
 * PortworxVolumeSource represents a Portworx volume resource.
 */
export interface PortworxVolumeSource {
  /**
   * fSType represents the filesystem type to mount Must be a filesystem type supported by the host operating system.
   */
  readonly fsType?: string;
  /**
   * readOnly defaults to false (read/write).
   */
  readonly readOnly?: boolean;
  /**
   * volumeID uniquely identifies a Portworx volume
   */
  readonly volumeID: string;
}
/**
 * Represents a projected volume source
 */
export interface ProjectedVolumeSource {
  /**
   * defaultMode are the mode bits used to set permissions on created files by default.
   */
  readonly defaultMode?: number;
  /**
   * sources is the list of volume projections.
   */
  readonly sources?: readonly VolumeProjection[];
}
/**
 * Projection that may be projected along with other supported volume types.
 */
export interface VolumeProjection {
  readonly clusterTrustBundle?: ClusterTrustBundleProjection;
  readonly configMap?: ConfigMapProjection;
  readonly downwardAPI?: DownwardAPIProjection;
  readonly secret?: SecretProjection;
  readonly serviceAccountToken?: ServiceAccountTokenProjection;
}
/**
 * ClusterTrustBundleProjection describes how to select a set of ClusterTrustBundle objects and project their contents into the pod filesystem.
 */
export interface ClusterTrustBundleProjection {
  readonly labelSelector?: LabelSelector;
  /**
   * Select a single ClusterTrustBundle by object name.
   */
  readonly name?: string;
  /**
   * If true, don't block pod startup if the referenced ClusterTrustBundle(s) aren't available.
   */
  readonly optional?: boolean;
  /**
   * Relative path from the volume root to write the bundle.
   */
  readonly path: string;
  /**
   * Select all ClusterTrustBundles that match this signer name.
   */
  readonly signerName?: string;
}
/**
 * Adapts a ConfigMap into a projected volume.
 */
export interface ConfigMapProjection {
  /**
   * items if unspecified, each key-value pair in the Data field of the referenced ConfigMap will be projected into the volume as a file whose name is the key and content is the value.
   */
  readonly items?: readonly KeyToPath[];
  /**
   * Name of the referent.
   */
  readonly name?: string;
  /**
   * optional specify whether the ConfigMap or its keys must be defined
   */
  readonly optional?: boolean;
}
/**
 * Represents downward API info for projecting into a projected volume.
 */
export interface DownwardAPIProjection {
  /**
   * Items is a list of DownwardAPIVolume file
   */
  readonly items?: readonly DownwardAPIVolumeFile[];
}
/**
 * Adapts a secret into a projected volume.
 */
export interface SecretProjection {
  /**
   * items if unspecified, each key-value pair in the Data field of the referenced Secret will be projected into the volume as a file whose name is the key and content is the value.
   */
  readonly items?: readonly KeyToPath[];
  /**
   * Name of the referent.
   */
  readonly name?: string;
  /**
   * optional field specify whether the Secret or its key must be defined
   */
  readonly optional?: boolean;
}
/**
 * ServiceAccountTokenProjection represents a projected service account token volume.
 */
export interface ServiceAccountTokenProjection {
  /**
   * audience is the intended audience of the token.
   */
  readonly audience?: string;
  /**
   * expirationSeconds is the requested duration of validity of the service account token.
   */
  readonly expirationSeconds?: number;
  /**
   * path is the path relative to the mount point of the file to project the token into.
   */
  readonly path: string;
}
/**
 * Represents a Quobyte mount that lasts the lifetime of a pod.
 */
export interface QuobyteVolumeSource {
  /**
   * group to map volume access to Default is no group
   */
  readonly group?: string;
  /**
   * readOnly here will force the Quobyte volume to be mounted with read-only permissions.
   */
  readonly readOnly?: boolean;
  /**
   * registry represents a single or multiple Quobyte Registry services specified as a string as host:port pair (multiple entries are separated with commas) which acts as the central registry for volumes
   */
  readonly registry: string;
  /**
   * tenant owning the given Quobyte volume in the Backend Used with dynamically provisioned Quobyte volumes, value is set by the plugin
   */
  readonly tenant?: string;
  /**
   * user to map volume access to Defaults to serivceaccount user
   */
  readonly user?: string;
  /**
   * volume is a string that references an already created Quobyte volume by name.
   */
  readonly volume: string;
}
/**
 * Represents a Rados Block Device mount that lasts the lifetime of a pod.
 */
export interface RBDVolumeSource {
  /**
   * fsType is the filesystem type of the volume that you want to mount.
   */
  readonly fsType?: string;
  /**
   * image is the rados image name.
   */
  readonly image: string;
  /**
   * keyring is the path to key ring for RBDUser.
   */
  readonly keyring?: string;
  /**
   * monitors is a collection of Ceph monitors.
   */
  readonly monitors: readonly string[];
  /**
   * pool is the rados pool name.
   */
  readonly pool?: string;
  /**
   * readOnly here will force the ReadOnly setting in VolumeMounts.
   */
  readonly readOnly?: boolean;
  readonly secretRef?: LocalObjectReference;
  /**
   * user is the rados user name.
   */
  readonly user?: string;
}
/**
 * ScaleIOVolumeSource represents a persistent ScaleIO volume
 */
export interface ScaleIOVolumeSource {
  /**
   * fsType is the filesystem type to mount.
   */
  readonly fsType?: string;
  /**
   * gateway is the host address of the ScaleIO API Gateway.
   */
  readonly gateway: string;
  /**
   * protectionDomain is the name of the ScaleIO Protection Domain for the configured storage.
   */
  readonly protectionDomain?: string;
  /**
   * readOnly Defaults to false (read/write).
   */
  readonly readOnly?: boolean;
  readonly secretRef: LocalObjectReference;
  /**
   * sslEnabled Flag enable/disable SSL communication with Gateway, default false
   */
  readonly sslEnabled?: boolean;
  /**
   * storageMode indicates whether the storage for a volume should be ThickProvisioned or ThinProvisioned.
   */
  readonly storageMode?: string;
  /**
   * storagePool is the ScaleIO Storage Pool associated with the protection domain.
   */
  readonly storagePool?: string;
  /**
   * system is the name of the storage system as configured in ScaleIO.
   */
  readonly system: string;
  /**
   * volumeName is the name of a volume already created in the ScaleIO system that is associated with this volume source.
   */
  readonly volumeName?: string;
}
/**
 * Adapts a Secret into a volume.
 */
export interface SecretVolumeSource {
  /**
   * defaultMode is Optional: mode bits used to set permissions on created files by default.
   */
  readonly defaultMode?: number;
  /**
   * items If unspecified, each key-value pair in the Data field of the referenced Secret will be projected into the volume as a file whose name is the key and content is the value.
   */
  readonly items?: readonly KeyToPath[];
  /**
   * optional field specify whether the Secret or its keys must be defined
   */
  readonly optional?: boolean;
  /**
   * secretName is the name of the secret in the pod's namespace to use.
   */
  readonly secretName?: string;
}
/**
 * Represents a StorageOS persistent volume resource.
 */
export interface StorageOSVolumeSource {
  /**
   * fsType is the filesystem type to mount.
   */
  readonly fsType?: string;
  /**
   * readOnly defaults to false (read/write).
   */
  readonly readOnly?: boolean;
  readonly secretRef?: LocalObjectReference;
  /**
   * volumeName is the human-readable name of the StorageOS volume.
   */
  readonly volumeName?: string;
  /**
   * volumeNamespace specifies the scope of the volume within StorageOS.
   */
  readonly volumeNamespace?: string;
}
/**
 * Represents a vSphere volume resource.
 */
export interface VsphereVirtualDiskVolumeSource {
  /**
   * fsType is filesystem type to mount.
   */
  readonly fsType?: string;
  /**
   * storagePolicyID is the storage Policy Based Management (SPBM) profile ID associated with the StoragePolicyName.
   */
  readonly storagePolicyID?: string;
  /**
   * storagePolicyName is the storage Policy Based Management (SPBM) profile name.
   */
  readonly storagePolicyName?: string;
  /**
   * volumePath is the path that identifies vSphere volume vmdk
   */
  readonly volumePath: string;
}
/**
 * TTLStrategy is the strategy for the time to live depending on if the workflow succeeded or failed
 */
export interface TTLStrategy {
  /**
   * SecondsAfterCompletion is the number of seconds to live after completion
   */
  readonly secondsAfterCompletion?: number;
  /**
   * SecondsAfterFailure is the number of seconds to live after failure
   */
  readonly secondsAfterFailure?: number;
  /**
   * SecondsAfterSuccess is the number of seconds to live after success
   */
  readonly secondsAfterSuccess?: number;
}
/**
 * VolumeClaimGC describes how to delete volumes from completed Workflows
 */
export interface VolumeClaimGC {
  /**
   * Strategy is the strategy to use.
   */
  readonly strategy?: string;
}
export interface WorkflowMetadata {
  readonly annotations?: {
    readonly [k: string]: string;
  };
  readonly labels?: {
    readonly [k: string]: string;
  };
  readonly labelsFrom?: {
    readonly [k: string]: LabelValueFrom;
  };
}
export interface LabelValueFrom {
  readonly expression: string;
}
/**
 * WorkflowTemplateRef is a reference to a WorkflowTemplate resource.
 */
export interface WorkflowTemplateRef {
  /**
   * ClusterScope indicates the referred template is cluster scoped (i.e.
   */
  readonly clusterScope?: boolean;
  /**
   * Name is the resource name of the workflow template.
   */
  readonly name?: string;
}
/**
 * WorkflowTemplate is the definition of a workflow template resource
 */
export interface WorkflowTemplate {
  readonly apiVersion: 'argoproj.io/v1alpha1';
  readonly kind: 'WorkflowTemplate';
  readonly metadata: ObjectMeta;
  readonly spec: WorkflowSpec;
}
/**
 * CronWorkflow is the definition of a scheduled workflow resource
 */
export interface CronWorkflow {
  readonly apiVersion: 'argoproj.io/v1alpha1';
  readonly kind: 'CronWorkflow';
  readonly metadata: ObjectMeta;
  readonly spec: CronWorkflowSpec;
}
/**
 * CronWorkflowSpec is the specification of a CronWorkflow
 */
export interface CronWorkflowSpec {
  /**
   * ConcurrencyPolicy is the K8s-style concurrency policy that will be used
   */
  readonly concurrencyPolicy?: string;
  /**
   * FailedJobsHistoryLimit is the number of failed jobs to be kept at a time
   */
  readonly failedJobsHistoryLimit?: number;
  /**
   * v3.6 and after: Schedules is a list of schedules to run the Workflow in Cron format
   */
  readonly schedules: readonly string[];
  /**
   * StartingDeadlineSeconds is the K8s-style deadline that will limit the time a CronWorkflow will be run after its original scheduled time if it is missed.
   */
  readonly startingDeadlineSeconds?: number;
  readonly stopStrategy?: StopStrategy;
  /**
   * SuccessfulJobsHistoryLimit is the number of successful jobs to be kept at a time
   */
  readonly successfulJobsHistoryLimit?: number;
  /**
   * Suspend is a flag that will stop new CronWorkflows from running if set to true
   */
  readonly suspend?: boolean;
  /**
   * Timezone is the timezone against which the cron schedule will be calculated, e.g.
   */
  readonly timezone?: string;
  /**
   * v3.6 and after: When is an expression that determines if a run should be scheduled.
   */
  readonly when?: string;
  readonly workflowMetadata?: ObjectMeta;
  readonly workflowSpec: WorkflowSpec;
}
/**
 * StopStrategy defines if the CronWorkflow should stop scheduling based on an expression.
 */
export interface StopStrategy {
  /**
   * v3.6 and after: Expression is an expression that stops scheduling workflows when true.
   */
  readonly expression: string;
}
/**
 * Sensor is the definition of a sensor resource
 */
export interface Sensor {
  readonly apiVersion: 'argoproj.io/v1alpha1';
  readonly kind: 'Sensor';
  readonly metadata: ObjectMeta;
  readonly spec: SensorSpec;
}
/**
 * SensorSpec represents desired sensor state
 */
export interface SensorSpec {
  /**
   * Dependencies is a list of the events that this sensor is dependent on.
   */
  readonly dependencies: readonly EventDependency[];
  /**
   * ErrorOnFailedRound if set to true, marks sensor state as `error` if the previous trigger round fails.
   */
  readonly errorOnFailedRound?: boolean;
  /**
   * EventBusName references to a EventBus name.
   */
  readonly eventBusName?: string;
  /**
   * LoggingFields add additional key-value pairs when logging happens
   */
  readonly loggingFields?: {
    readonly [k: string]: string;
  };
  /**
   * Replicas is the sensor deployment replicas
   */
  readonly replicas?: number;
  /**
   * RevisionHistoryLimit specifies how many old deployment revisions to retain
   */
  readonly revisionHistoryLimit?: number;
  readonly template?: EventsTemplate;
  /**
   * Triggers is a list of the things that this sensor evokes.
   */
  readonly triggers: readonly Trigger[];
}
/**
 * EventDependency describes a dependency
 */
export interface EventDependency {
  /**
   * EventName is the name of the event
   */
  readonly eventName: string;
  /**
   * EventSourceName is the name of EventSource that Sensor depends on
   */
  readonly eventSourceName: string;
  readonly filters?: EventDependencyFilter;
  /**
   * FiltersLogicalOperator defines how different filters are evaluated together.
   */
  readonly filtersLogicalOperator?: string;
  /**
   * Name is a unique name of this dependency
   */
  readonly name: string;
  readonly transform?: EventDependencyTransformer;
}
/**
 * EventDependencyFilter defines filters and constraints for a event.
 */
export interface EventDependencyFilter {
  readonly context?: EventContext;
  /**
   * Data filter constraints with escalation
   */
  readonly data?: readonly DataFilter[];
  /**
   * DataLogicalOperator defines how multiple Data filters (if defined) are evaluated together.
   */
  readonly dataLogicalOperator?: string;
  /**
   * ExprLogicalOperator defines how multiple Exprs filters (if defined) are evaluated together.
   */
  readonly exprLogicalOperator?: string;
  /**
   * Exprs contains the list of expressions evaluated against the event payload.
   */
  readonly exprs?: readonly ExprFilter[];
  /**
   * Script refers to a Lua script evaluated to determine the validity of an event.
   */
  readonly script?: string;
  readonly time?: TimeFilter;
}
/**
 * EventContext holds the context of the cloudevent received from an event source.
 */
export interface EventContext {
  /**
   * DataContentType - A MIME (RFC2046) string describing the media type of `data`.
   */
  readonly datacontenttype: string;
  /**
   * ID of the event; must be non-empty and unique within the scope of the producer.
   */
  readonly id: string;
  /**
   * Source - A URI describing the event producer.
   */
  readonly source: string;
  /**
   * SpecVersion - The version of the CloudEvents specification used by the event.
   */
  readonly specversion: string;
  /**
   * Subject - The subject of the event in the context of the event producer
   */
  readonly subject: string;
  readonly time: Time;
  /**
   * Type - The type of the occurrence which has happened.
   */
  readonly type: string;
}
/**
 * DataFilter describes constraints and filters for event data Regular Expressions are purposefully not a feature as they are overkill for our uses here See Rob Pike's Post: https://commandcenter.blogspot.com/2011/08/regular-expressions-in-lexing-and.html
 */
export interface DataFilter {
  /**
   * Comparator compares the event data with a user given value.
   */
  readonly comparator?: string;
  /**
   * Path is the JSONPath of the event's (JSON decoded) data key Path is a series of keys separated by a dot.
   */
  readonly path: string;
  /**
   * Template is a go-template for extracting a string from the event's data.
   */
  readonly template?: string;
  /**
   * Type contains the JSON type of the data
   */
  readonly type: string;
  /**
   * Value is the allowed string values for this key Booleans are passed using strconv.ParseBool() Numbers are parsed using as float64 using strconv.ParseFloat() Strings are taken as is Nils this value is ignored
   */
  readonly value: readonly string[];
}
export interface ExprFilter {
  /**
   * Expr refers to the expression that determines the outcome of the filter.
   */
  readonly expr: string;
  /**
   * Fields refers to set of keys that refer to the paths within event payload.
   */
  readonly fields: readonly PayloadField[];
}
/**
 * PayloadField binds a value at path within the event payload against a name.
 */
export interface PayloadField {
  /**
   * Name acts as key that holds the value at the path.
   */
  readonly name: string;
  /**
   * Path is the JSONPath of the event's (JSON decoded) data key Path is a series of keys separated by a dot.
   */
  readonly path: string;
}
/**
 * TimeFilter describes a window in time.
 */
export interface TimeFilter {
  /**
   * Start is the beginning of a time window in UTC.
   */
  readonly start: string;
  /**
   * Stop is the end of a time window in UTC.
   */
  readonly stop: string;
}
/**
 * EventDependencyTransformer transforms the event
 */
export interface EventDependencyTransformer {
  /**
   * JQ holds the jq command applied for transformation
   */
  readonly jq?: string;
  /**
   * Script refers to a Lua script used to transform the event
   */
  readonly script?: string;
}
/**
 * Template holds the information of a deployment template
 */
export interface EventsTemplate {
  readonly affinity?: Affinity;
  /**
   * ImagePullSecrets is an optional list of references to secrets in the same namespace to use for pulling any of the images used by this PodSpec.
   */
  readonly imagePullSecrets?: readonly LocalObjectReference[];
  readonly metadata?: EventsMetadata;
  /**
   * NodeSelector is a selector which must be true for the pod to fit on a node.
   */
  readonly nodeSelector?: {
    readonly [k: string]: string;
  };
  /**
   * The priority value.
   */
  readonly priority?: number;
  /**
   * If specified, indicates the EventSource pod's priority.
   */
  readonly priorityClassName?: string;
  readonly securityContext?: PodSecurityContext;
  /**
   * ServiceAccountName is the name of the ServiceAccount to use to run sensor pod.
   */
  readonly serviceAccountName?: string;
  /**
   * If specified, the pod's tolerations.
   */
  readonly tolerations?: readonly Toleration[];
  /**
   * Volumes is a list of volumes that can be mounted by containers in a workflow.
   */
  readonly volumes?: readonly Volume[];
}
/**
 * Metadata holds the annotations and labels of an event source pod
 */
export interface EventsMetadata {
  readonly annotations?: {
    readonly [k: string]: string;
  };
  readonly labels?: {
    readonly [k: string]: string;
  };
}
/**
 * Trigger is an action taken, output produced, an event created, a message sent
 */
export interface Trigger {
  /**
   * AtLeastOnce determines the trigger execution semantics.
   */
  readonly atLeastOnce?: boolean;
  readonly dlqTrigger?: Trigger;
  /**
   * Parameters is the list of parameters applied to the trigger template definition
   */
  readonly parameters?: readonly TriggerParameter[];
  readonly policy?: TriggerPolicy;
  readonly rateLimit?: RateLimit;
  readonly retryStrategy?: EventsBackoff;
  readonly template?: TriggerTemplate;
}
/**
 * TriggerParameter indicates a passed parameter to a service template
 */
export interface TriggerParameter {
  /**
   * Dest is the JSONPath of a resource key.
   */
  readonly dest: string;
  /**
   * Operation is what to do with the existing value at Dest, whether to 'prepend', 'overwrite', or 'append' it.
   */
  readonly operation?: string;
  readonly src?: TriggerParameterSource;
}
/**
 * TriggerParameterSource defines the source for a parameter from a event event
 */
export interface TriggerParameterSource {
  /**
   * ContextKey is the JSONPath of the event's (JSON decoded) context key ContextKey is a series of keys separated by a dot.
   */
  readonly contextKey?: string;
  /**
   * ContextTemplate is a go-template for extracting a string from the event's context.
   */
  readonly contextTemplate?: string;
  /**
   * DataKey is the JSONPath of the event's (JSON decoded) data key DataKey is a series of keys separated by a dot.
   */
  readonly dataKey?: string;
  /**
   * DataTemplate is a go-template for extracting a string from the event's data.
   */
  readonly dataTemplate?: string;
  /**
   * DependencyName refers to the name of the dependency.
   */
  readonly dependencyName: string;
  /**
   * UseRawData indicates if the value in an event at data key should be used without converting to string.
   */
  readonly useRawData?: boolean;
  /**
   * Value is the default literal value to use for this parameter source This is only used if the DataKey is invalid.
   */
  readonly value?: string;
}
/**
 * TriggerPolicy dictates the policy for the trigger retries
 */
export interface TriggerPolicy {
  readonly k8s?: K8SResourcePolicy;
  readonly status?: StatusPolicy;
}
/**
 * K8SResourcePolicy refers to the policy used to check the state of K8s based triggers using labels
 */
export interface K8SResourcePolicy {
  readonly backoff: EventsBackoff;
  /**
   * ErrorOnBackoffTimeout determines whether sensor should transition to error state if the trigger policy is unable to determine the state of the resource
   */
  readonly errorOnBackoffTimeout: boolean;
  /**
   * Labels required to identify whether a resource is in success state
   */
  readonly labels?: {
    readonly [k: string]: string;
  };
}
/**
 * Backoff for an operation
 */
export interface EventsBackoff {
  readonly duration?: Int64OrString;
  readonly factor?: Amount;
  readonly jitter?: Amount;
  /**
   * Exit with error after this many steps
   */
  readonly steps?: number;
}
/**
 * StatusPolicy refers to the policy used to check the state of the trigger using response status
 */
export interface StatusPolicy {
  readonly allow: readonly number[];
}
export interface RateLimit {
  readonly requestsPerUnit?: number;
  /**
   * Defaults to Second
   */
  readonly unit?: string;
}
/**
 * TriggerTemplate is the template that describes trigger specification.
 */
export interface TriggerTemplate {
  /**
   * Conditions is the conditions to execute the trigger.
   */
  readonly conditions?: string;
  /**
   * Criteria to reset the conditons
   */
  readonly conditionsReset?: readonly ConditionsResetCriteria[];
  readonly k8s?: StandardK8STrigger;
  /**
   * Name is a unique name of the action to take.
   */
  readonly name: string;
}
export interface ConditionsResetCriteria {
  readonly byTime?: ConditionsResetByTime;
}
export interface ConditionsResetByTime {
  /**
   * Cron is a cron-like expression.
   */
  readonly cron?: string;
  readonly timezone?: string;
}
/**
 * StandardK8STrigger is the standard Kubernetes resource trigger
 */
export interface StandardK8STrigger {
  /**
   * LiveObject specifies whether the resource should be directly fetched from K8s instead of being marshaled from the resource artifact.
   */
  readonly liveObject?: boolean;
  /**
   * Operation refers to the type of operation performed on the k8s resource.
   */
  readonly operation?: string;
  /**
   * Parameters is the list of parameters that is applied to resolved K8s trigger object.
   */
  readonly parameters?: readonly TriggerParameter[];
  /**
   * PatchStrategy controls the K8s object patching strategy when the trigger operation is specified as patch.
   */
  readonly patchStrategy?: string;
  readonly source?: ArtifactLocation;
}
/**
 * ArtifactLocation describes the source location for an external artifact
 */
export interface ArtifactLocation {
  readonly resource?: Workflow;
}
/**
 * ConfigMap holds configuration data for pods to consume.
 */
export interface ConfigMap {
  readonly apiVersion: 'v1';
  /**
   * BinaryData contains the binary data.
   */
  readonly binaryData?: {
    readonly [k: string]: string;
  };
  /**
   * Data contains the configuration data.
   */
  readonly data?: {
    readonly [k: string]: string;
  };
  /**
   * Immutable, if set to true, ensures that data stored in the ConfigMap cannot be updated (only object metadata can be modified).
   */
  readonly immutable?: boolean;
  readonly kind: 'ConfigMap';
  readonly metadata: ObjectMeta;
}
/**
 * ServiceAccount binds together: * a name, understood by users, and perhaps by peripheral systems, for an identity * a principal that can be authenticated and authorized * a set of secrets
 */
export interface ServiceAccount {
  readonly apiVersion: 'v1';
  /**
   * AutomountServiceAccountToken indicates whether pods running as this service account should have an API token automatically mounted.
   */
  readonly automountServiceAccountToken?: boolean;
  /**
   * ImagePullSecrets is a list of references to secrets in the same namespace to use for pulling any images in pods that reference this ServiceAccount.
   */
  readonly imagePullSecrets?: readonly LocalObjectReference[];
  readonly kind: 'ServiceAccount';
  readonly metadata: ObjectMeta;
  /**
   * Secrets is a list of the secrets in the same namespace that pods running using this ServiceAccount are allowed to use.
   */
  readonly secrets?: readonly ObjectReference[];
}
/**
 * ObjectReference contains enough information to let you inspect or modify the referred object.
 */
export interface ObjectReference {
  /**
   * API version of the referent.
   */
  readonly apiVersion?: string;
  /**
   * If referring to a piece of an object instead of an entire object, this string should contain a valid JSON/Go field access statement, such as desiredState.manifest.containers[2].
   */
  readonly fieldPath?: string;
  /**
   * Kind of the referent.
   */
  readonly kind?: string;
  /**
   * Name of the referent.
   */
  readonly name?: string;
  /**
   * Namespace of the referent.
   */
  readonly namespace?: string;
  /**
   * Specific resourceVersion to which this reference is made, if any.
   */
  readonly resourceVersion?: string;
  /**
   * UID of the referent.
   */
  readonly uid?: string;
}
/**
 * Role is a namespaced, logical grouping of PolicyRules that can be referenced as a unit by a RoleBinding.
 */
export interface Role {
  readonly apiVersion: 'rbac.authorization.k8s.io/v1';
  readonly kind: 'Role';
  readonly metadata: ObjectMeta;
  /**
   * Rules holds all the PolicyRules for this Role
   */
  readonly rules?: readonly PolicyRule[];
}
/**
 * PolicyRule holds information that describes a policy rule, but does not contain information about who the rule applies to or which namespace the rule applies to.
 */
export interface PolicyRule {
  /**
   * APIGroups is the name of the APIGroup that contains the resources.
   */
  readonly apiGroups?: readonly string[];
  /**
   * NonResourceURLs is a set of partial urls that a user should have access to.
   */
  readonly nonResourceURLs?: readonly string[];
  /**
   * ResourceNames is an optional white list of names that the rule applies to.
   */
  readonly resourceNames?: readonly string[];
  /**
   * Resources is a list of resources this rule applies to.
   */
  readonly resources?: readonly string[];
  /**
   * Verbs is a list of Verbs that apply to ALL the ResourceKinds contained in this rule.
   */
  readonly verbs: readonly string[];
}
/**
 * RoleBinding references a role, but does not contain it.
 */
export interface RoleBinding {
  readonly apiVersion: 'rbac.authorization.k8s.io/v1';
  readonly kind: 'RoleBinding';
  readonly metadata: ObjectMeta;
  readonly roleRef: RoleRef;
  /**
   * Subjects holds references to the objects the role applies to.
   */
  readonly subjects?: readonly Subject[];
}
/**
 * RoleRef contains information that points to the role being used
 */
export interface RoleRef {
  /**
   * APIGroup is the group for the resource being referenced
   */
  readonly apiGroup: string;
  /**
   * Kind is the type of resource being referenced
   */
  readonly kind: string;
  /**
   * Name is the name of resource being referenced
   */
  readonly name: string;
}
/**
 * Subject contains a reference to the object or user identities a role binding applies to.
 */
export interface Subject {
  /**
   * APIGroup holds the API group of the referenced subject.
   */
  readonly apiGroup?: string;
  /**
   * Kind of object being referenced.
   */
  readonly kind: string;
  /**
   * Name of the object being referenced.
   */
  readonly name: string;
  /**
   * Namespace of the referenced object.
   */
  readonly namespace?: string;
}
