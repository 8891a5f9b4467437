{{/* What an operator may set of the pods, as far as they still start and read their files. */}}
{{- define "offline-messages-gateway.validate.pods" -}}
{{- with .Values.podSecurityContext }}
{{- $user := toString .runAsUser }}
{{- $group := toString .runAsGroup }}
{{- $sees := or (not (kindIs "invalid" .fsGroup)) (has "0" (list $user $group)) }}
{{- if and (not $sees) (not (kindIs "invalid" .runAsUser)) }}
podSecurityContext.fsGroup is not set, but runAsUser is {{ int64 .runAsUser }}; set fsGroup, or the pods cannot read their Secrets, or set both to null where the cluster gives them, as OpenShift does.
{{- end }}
{{- end }}
{{- end }}
