{{/* A drain loses no call because callers reach another pod: one must be there, and a pod must leave the Service before it stops. */}}
{{- define "offline-messages-gateway.validate.rollout" -}}
{{- $least := include "offline-messages-gateway.leastReplicas" . | int }}
{{- $leastName := ternary "autoscaling.minReplicas" "replicaCount" .Values.autoscaling.enabled }}
{{- $ended := include "offline-messages-gateway.unavailable" (list . $least) | int }}
{{- with .Values.strategy }}
{{- if eq .type "Recreate" }}
strategy.type is Recreate; it must be RollingUpdate, which keeps a pod for callers while pods are replaced.
{{- else if and (has (toString .rollingUpdate.maxUnavailable) (list "0" "0%")) (has (toString .rollingUpdate.maxSurge) (list "0" "0%")) }}
strategy.rollingUpdate.maxUnavailable and maxSurge are both 0; one of them must be more, so that pods can be replaced.
{{- else if and $least (ge $ended $least) }}
strategy.rollingUpdate (maxUnavailable {{ .rollingUpdate.maxUnavailable }}, maxSurge {{ .rollingUpdate.maxSurge }}) stops {{ $ended }} of {{ $least }} pods ({{ $leastName }}) at once; at least one must stay to answer callers.
{{- end }}
{{- end }}
{{- if gt (int .Values.startupProbe.periodSeconds) (int .Values.startupSeconds) }}
startupProbe.periodSeconds is {{ .Values.startupProbe.periodSeconds }}; it must be at most startupSeconds, which is {{ int .Values.startupSeconds }}.
{{- end }}
{{- $alive := mul .Values.livenessProbe.periodSeconds .Values.livenessProbe.failureThreshold }}
{{- $ready := mul .Values.readinessProbe.periodSeconds .Values.readinessProbe.failureThreshold }}
{{- if lt $alive $ready }}
livenessProbe restarts a pod after {{ $alive }} s (periodSeconds times failureThreshold); it must be at least {{ $ready }} s, after which readinessProbe has removed the pod from the Service.
{{- end }}
{{- end }}
