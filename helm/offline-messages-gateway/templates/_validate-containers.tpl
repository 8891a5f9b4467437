{{/* The users and containers of a pod: it must start, and read its files. */}}
{{- define "offline-messages-gateway.validate.containers" -}}
{{- with .Values.podSecurityContext }}
{{- $user := toString .runAsUser }}
{{- $group := toString .runAsGroup }}
{{- $sees := or (not (kindIs "invalid" .fsGroup)) (has "0" (list $user $group)) }}
{{- if and (not $sees) (not (kindIs "invalid" .runAsUser)) }}
podSecurityContext.fsGroup is not set while runAsUser is {{ int64 .runAsUser }}; it must be a group, by which the pods read their Secrets, or both must be null, as on OpenShift.
{{- end }}
{{- end }}
{{- $names := list "offline-messages-gateway" }}
{{- range $where := list "initContainers" "extraContainers" }}
{{- range index $.Values $where }}
{{- if has .name $names }}
{{ $where }} has the name {{ .name }}, which another container of the pod has; choose another name.
{{- end }}
{{- $names = append $names .name }}
{{- if and .restartPolicy (eq $where "initContainers") (include "offline-messages-gateway.isOlder" (list $ "1.29")) }}
initContainers has restartPolicy {{ .restartPolicy }} in {{ .name }}; it takes Kubernetes 1.29 or newer, and the cluster's is {{ $.Capabilities.KubeVersion.Version }}.
{{- end }}
{{- range .ports }}
{{- if has (toString .containerPort) (list "8080" "8081") }}
{{ $where }} has the port {{ .containerPort }}, on which the gateway listens; choose another port.
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- range .Values.extraContainers }}
{{- if .restartPolicy }}
extraContainers has restartPolicy {{ .restartPolicy }} in {{ .name }}; only initContainers may have it.
{{- end }}
{{- end }}
{{- end }}
