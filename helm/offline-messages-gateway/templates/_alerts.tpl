{{/* The rules of files/alerts.yaml as prometheusRule sets them. The list is indented, so that another group may follow it. */}}
{{- define "offline-messages-gateway.alerts" -}}
{{- $groups := list }}
{{- range $group := (.Files.Get "files/alerts.yaml" | fromYaml).groups }}
{{- $rules := list }}
{{- range $rule := $group.rules }}
{{- $own := get $.Values.prometheusRule.alerts (get $rule "alert") | default dict }}
{{- if get $rule "alert" }}
{{- include "offline-messages-gateway.alert" (list $.Values.prometheusRule $rule $own) }}
{{- end }}
{{- if ne (toString $own.enabled) "false" }}
{{- $rules = append $rules $rule }}
{{- end }}
{{- end }}
{{- if $rules }}
{{- $groups = append $groups (set $group "rules" $rules) }}
{{- end }}
{{- end -}}
groups:
{{ toYaml $groups | indent 2 }}
{{- end }}

{{/* Changes one alert: (list prometheusRule rule own). */}}
{{- define "offline-messages-gateway.alert" -}}
{{- $values := index . 0 }}
{{- $rule := index . 1 }}
{{- $own := index . 2 }}
{{- with $own.for }}
{{- $_ := set $rule "for" . }}
{{- end }}
{{- with $own.keepFiringFor }}
{{- $_ := set $rule "keep_firing_for" . }}
{{- end }}
{{- if hasKey $own "threshold" }}
{{- $_ := set $rule "expr" (regexReplaceAll "([<>]) [0-9.]+ # threshold" $rule.expr (printf "${1} %v # threshold" $own.threshold)) }}
{{- end }}
{{- $severity := ternary (dict "severity" $own.severity) dict (hasKey $own "severity") }}
{{- $_ := set $rule "labels" (merge $severity ($own.labels | default dict) $values.alertLabels $rule.labels) }}
{{- $section := trimPrefix "RUNBOOK.md" $rule.annotations.runbook_url }}
{{- if $values.runbookUrl }}
{{- $_ := set $rule.annotations "runbook_url" (print $values.runbookUrl $section) }}
{{- else }}
{{- $_ := set (unset $rule.annotations "runbook_url") "runbook" (print "RUNBOOK.md" $section) }}
{{- end }}
{{- end }}
