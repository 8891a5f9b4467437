{{- define "offline-messages-gateway.validate.monitoring" -}}
{{- with .Values.serviceMonitor }}
{{- $milliseconds := dict }}
{{- range $name := list "interval" "scrapeTimeout" }}
{{- $sum := 0 }}
{{- range regexFindAll "[0-9]+(ms|s|m|h)" (get $.Values.serviceMonitor $name) -1 }}
{{- $sum = add $sum (include "offline-messages-gateway.milliseconds" . | int64) }}
{{- end }}
{{- $milliseconds = set $milliseconds $name $sum }}
{{- end }}
{{- if gt (int64 $milliseconds.scrapeTimeout) (int64 $milliseconds.interval) }}
serviceMonitor.scrapeTimeout is {{ .scrapeTimeout }}; it must be at most serviceMonitor.interval, which is {{ .interval }}.
{{- end }}
{{- end }}
{{- range $i, $rule := .Values.prometheusRule.additionalRules }}
{{- if eq (hasKey $rule "alert") (hasKey $rule "record") }}
prometheusRule.additionalRules[{{ $i }}] is {{ ternary "both, alert and record" "neither alert nor record" (hasKey $rule "alert") }}; it must be one of them.
{{- end }}
{{- end }}
{{- end }}
