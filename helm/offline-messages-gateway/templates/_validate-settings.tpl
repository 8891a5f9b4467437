{{/* A quantity of Kubernetes (512Mi, 250m) or a size of Spring's (64MB) as a number: cores, or bytes. */}}
{{- define "offline-messages-gateway.number" -}}
{{- $text := toString . }}
{{- $units := dict "" 1.0 "m" 0.001 "k" 1e3 "M" 1e6 "G" 1e9 "T" 1e12 "P" 1e15 "E" 1e18 }}
{{- $binary := dict "B" 1 "Ki" 1024 "Mi" 1048576 "Gi" 1073741824 "Ti" 1099511627776 "KB" 1024 "MB" 1048576 "GB" 1073741824 "TB" 1099511627776 }}
{{- $unit := regexFind "[A-Za-z]*$" $text }}
{{- mulf (trimSuffix $unit $text | float64) (get (merge $units $binary) $unit | default 1125899906842624 | float64) }}
{{- end }}

{{/* What is allowed, such as "a duration from 0s to 30d", where a value is none of that: (list value range). */}}
{{- define "offline-messages-gateway.outside" -}}
{{- $value := first . | toString }}
{{- $range := last . }}
{{- $unit := regexFind "[A-Za-z]*$" (last $range) }}
{{- $kind := ternary "number" (ternary "size" "duration" (hasSuffix "B" $unit)) (empty $unit) }}
{{- $shape := get (dict "number" "^[0-9]+$" "size" "^[0-9]+(B|KB|MB|GB|TB)?$" "duration" "^([0-9]+(ns|us|ms|s|m|h|d)?|PT?[0-9][0-9DTHMS.]*)$") $kind }}
{{- $reader := ternary "offline-messages-gateway.milliseconds" "offline-messages-gateway.number" (eq $kind "duration") }}
{{- $within := regexMatch $shape $value }}
{{- $number := ternary (include $reader $value) "" $within }}
{{- if $number }}
{{- $within = and (ge (float64 $number) (include $reader (first $range) | float64)) (le (float64 $number) (include $reader (last $range) | float64)) }}
{{- end }}
{{- if not $within }}a {{ $kind }} from {{ first $range }} to {{ last $range }}{{ end }}
{{- end }}

{{/* What gateway.* must be beyond its type: within its range (files/ranges.json), and in agreement with the rest. */}}
{{- define "offline-messages-gateway.validate.settings" -}}
{{- $config := .Values.config }}
{{- range $name, $range := .Files.Get "files/ranges.json" | fromJson }}
{{- $value := include "offline-messages-gateway.configured" (list $config $name) }}
{{- if and $value (not (contains "${" $value)) }}
{{- with include "offline-messages-gateway.outside" (list $value $range) }}
config.{{ $name }} is {{ $value }}; it must be {{ . }}.
{{- end }}
{{- end }}
{{- end }}
{{- $pool := "spring.cloud.gateway.server.webflux.httpclient.pool.max-connections" }}
{{- $connections := include "offline-messages-gateway.configured" (list $config $pool) | default "128" }}
{{- $calls := include "offline-messages-gateway.configured" (list $config "resilience4j.bulkhead.instances.upstream.max-concurrent-calls") | default "64" }}
{{- if and (not (contains "${" (print $connections $calls))) (lt (int $connections) (int $calls)) }}
config.{{ $pool }} is {{ $connections }}; it must be at least config.resilience4j.bulkhead.instances.upstream.max-concurrent-calls, which is {{ $calls }}.
{{- end }}
{{- $deadline := include "offline-messages-gateway.configured" (list $config "gateway.upstream.deadline") | default "5s" }}
{{- range $name, $unset := dict "connect-timeout" "1ms" "response-timeout" "3s" }}
{{- $value := include "offline-messages-gateway.configured" (list $config (printf "gateway.upstream.%s" $name)) | default $unset }}
{{- $read := include "offline-messages-gateway.milliseconds" $value }}
{{- $bound := include "offline-messages-gateway.milliseconds" $deadline }}
{{- if and $read $bound (or (lt (int64 $read) 1) (gt (int64 $read) (int64 $bound))) }}
config.gateway.upstream.{{ $name }} is {{ $value }}; it must be a duration from 1ms to config.gateway.upstream.deadline, which is {{ $deadline }}.
{{- end }}
{{- end }}
{{- $namespace := include "offline-messages-gateway.configured" (list $config "gateway.shared.namespace") }}
{{- if not (or (contains "${" $namespace) (regexMatch "^[A-Za-z0-9_-]{0,32}$" $namespace)) }}
config.gateway.shared.namespace is "{{ $namespace }}"; it must be 1 to 32 of A-Za-z0-9_-.
{{- end }}
{{- $header := include "offline-messages-gateway.configured" (list $config "gateway.request-id-header") }}
{{- if not (or (contains "${" $header) (regexMatch "^[A-Za-z0-9!#$%&'*+.^_`|~-]*$" $header)) }}
config.gateway.request-id-header is "{{ $header }}"; it must be the name of a header field such as X-Request-Id, or empty.
{{- end }}
{{- $proxies := dig "gateway" "trusted-proxies" (list) $config }}
{{- if kindIs "string" $proxies }}{{ $proxies = splitList "," $proxies }}{{ end }}
{{- range $proxies }}
{{- if not (or (contains "${" .) (regexMatch "^[0-9a-fA-F.:]+(/[0-9]{1,3})?$" (trim .)) (empty (trim .))) }}
config.gateway.trusted-proxies has "{{ . }}"; it must be addresses and networks, such as 10.0.0.0/8 or 192.0.2.7.
{{- end }}
{{- end }}
{{- end }}
