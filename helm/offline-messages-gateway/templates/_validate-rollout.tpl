{{/* A stop drains because callers go elsewhere meanwhile: there must be another pod, and a pod that stops must have left the Service. */}}
{{- define "offline-messages-gateway.validate.rollout" -}}
{{- $least := include "offline-messages-gateway.leastReplicas" . | int }}
{{- $leastName := ternary "autoscaling.minReplicas" "replicaCount" .Values.autoscaling.enabled }}
{{- $ended := include "offline-messages-gateway.unavailable" (list . $least) | int }}
{{- with .Values.strategy }}
{{- if eq .type "Recreate" }}
strategy.type is Recreate; it must be RollingUpdate, or nobody would answer callers while pods are replaced.
{{- else if and $least (ge $ended $least) }}
strategy.rollingUpdate (maxUnavailable {{ .rollingUpdate.maxUnavailable }}, maxSurge {{ .rollingUpdate.maxSurge }}) ends {{ $ended }} of {{ $least }} pods ({{ $leastName }}) at once; it must leave at least one to answer callers.
{{- end }}
{{- end }}
{{- $alive := mul .Values.livenessProbe.periodSeconds .Values.livenessProbe.failureThreshold }}
{{- $ready := mul .Values.readinessProbe.periodSeconds .Values.readinessProbe.failureThreshold }}
{{- if lt $alive $ready }}
livenessProbe starts a pod again after {{ $alive }} s (periodSeconds times failureThreshold); it must be at least {{ $ready }} s, in which readinessProbe takes it out of the Service.
{{- end }}
{{- $url := include "offline-messages-gateway.redisUrl" . }}
{{- $most := include "offline-messages-gateway.mostReplicas" . | int }}
{{- $mostName := ternary "autoscaling.maxReplicas" "replicaCount" .Values.autoscaling.enabled }}
{{- $counted := include "offline-messages-gateway.configured" (list .Values.config "gateway.shared.replicas") }}
{{- if and $url (not $counted) (gt $most 1000) }}
{{ $mostName }} makes {{ $most }} pods at once, those included that strategy lets run beside them while pods are replaced; it must be at most 1000 that share.
{{- end }}
{{- $budget := dig "gateway" "upstream" "requests-per-minute" 0 .Values.config }}
{{- $parts := default $most (int $counted) }}
{{- if and $url (has (kindOf $budget) (list "int" "int64" "float64")) (gt (int $budget) 0) (lt (int $budget) $parts) }}
config.gateway.upstream.requests-per-minute is {{ int $budget }}; it must be 0 (no limit), or at least gateway.shared.replicas, which is {{ $parts }}.
{{- end }}
{{- end }}
