# Completion of candor for bash. Made by `candor completion bash`.
_candor() {
    local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} path="" words="" i
    for ((i = 1; i < COMP_CWORD; i++)); do
        case "${path:+$path }${COMP_WORDS[i]}" in
            "declare"|"fact"|"fact symptom"|"fact scope"|"fact cause"|"fact workaround"|"fact action"|"fact eta"|"fact verification"|"fact started"|"fact ended"|"fact data-loss"|"fact unaffected"|"fact security"|"fact third-party"|"fact prevention"|"fact retract"|"update"|"correct"|"resolve"|"withdraw"|"approve"|"refuse"|"why"|"assign"|"ack"|"recheck"|"dismiss"|"reopen"|"close"|"promise"|"promises"|"kept"|"broken"|"case"|"case open"|"case list"|"case show"|"maintenance"|"start"|"verify"|"complete"|"move"|"remedies"|"give"|"given"|"similar"|"offer"|"status"|"show"|"next"|"say"|"review"|"reports"|"subscribers"|"subscribers list"|"subscribers show"|"subscribers add"|"subscribers change"|"subscribers enable"|"subscribers remove"|"subscribers import"|"subscribers export"|"deliveries"|"retry"|"freeze"|"resume"|"backup"|"bounce"|"check"|"rules"|"rules explain"|"plan"|"plan check"|"plan show"|"token"|"token create"|"token list"|"token revoke"|"whoami"|"export-site"|"drill"|"sandbox"|"completion"|"version")
            path="${path:+$path }${COMP_WORDS[i]}" ;;
        esac
    done
    case $previous in
        --token-file|--config|--write-config|--daemon|--socket) COMPREPLY=($(compgen -f -- "$word")); return ;;
    esac
    case "$path $previous" in
        "declare --impact") COMPREPLY=($(compgen -W "none minor major critical" -- "$word")); return ;;
        "declare --scope") COMPREPLY=($(compgen -W "unknown few some many all" -- "$word")); return ;;
        "declare --origin") COMPREPLY=($(compgen -W "staff monitoring customer_report third_party" -- "$word")); return ;;
        "fact symptom --confidence") COMPREPLY=($(compgen -W "confirmed suspected" -- "$word")); return ;;
        "fact scope --confidence") COMPREPLY=($(compgen -W "confirmed suspected" -- "$word")); return ;;
        "fact cause --confidence") COMPREPLY=($(compgen -W "confirmed suspected" -- "$word")); return ;;
        "fact cause --category") COMPREPLY=($(compgen -W "unknown technology people process external" -- "$word")); return ;;
        "fact workaround --confidence") COMPREPLY=($(compgen -W "confirmed suspected" -- "$word")); return ;;
        "fact action --confidence") COMPREPLY=($(compgen -W "confirmed suspected" -- "$word")); return ;;
        "fact eta --confidence") COMPREPLY=($(compgen -W "confirmed suspected" -- "$word")); return ;;
        "fact started --confidence") COMPREPLY=($(compgen -W "confirmed suspected" -- "$word")); return ;;
        "fact ended --confidence") COMPREPLY=($(compgen -W "confirmed suspected" -- "$word")); return ;;
        "fact data-loss --confidence") COMPREPLY=($(compgen -W "confirmed suspected" -- "$word")); return ;;
        "fact security --confidence") COMPREPLY=($(compgen -W "confirmed suspected" -- "$word")); return ;;
        "update --status") COMPREPLY=($(compgen -W "investigating identified monitoring resolved closed withdrawn scheduled in_progress verifying completed" -- "$word")); return ;;
        "update --impact") COMPREPLY=($(compgen -W "none minor major critical" -- "$word")); return ;;
        "maintenance --impact") COMPREPLY=($(compgen -W "none minor major critical" -- "$word")); return ;;
        "review --format") COMPREPLY=($(compgen -W "text markdown json" -- "$word")); return ;;
        "subscribers add --format") COMPREPLY=($(compgen -W "candor statuspage" -- "$word")); return ;;
        "subscribers add --updates") COMPREPLY=($(compgen -W "every digest milestones" -- "$word")); return ;;
        "subscribers change --updates") COMPREPLY=($(compgen -W "every digest milestones" -- "$word")); return ;;
        "deliveries --state") COMPREPLY=($(compgen -W "waiting attempting retrying delivered failed superseded gone" -- "$word")); return ;;
        "check --format") COMPREPLY=($(compgen -W "text json" -- "$word")); return ;;
        "plan show --impact") COMPREPLY=($(compgen -W "minor major critical" -- "$word")); return ;;
        "plan show --scope") COMPREPLY=($(compgen -W "unknown few some many all" -- "$word")); return ;;
        "plan show --cause") COMPREPLY=($(compgen -W "unknown technology people process external" -- "$word")); return ;;
        "token create --scope") COMPREPLY=($(compgen -W "read respond admin" -- "$word")); return ;;
        "drill --format") COMPREPLY=($(compgen -W "text json" -- "$word")); return ;;
    esac
    case $path in
        "") words="declare fact update correct resolve withdraw approve refuse why assign ack recheck dismiss reopen close promise promises kept broken case maintenance start verify complete move remedies give given similar offer status show next say review reports subscribers deliveries retry freeze resume backup bounce check rules plan token whoami export-site drill sandbox completion version --help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour" ;;
        "declare") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --component --impact --scope --owner --deputy --symptom --origin --started --from-reports" ;;
        "fact") words="symptom scope cause workaround action eta verification started ended data-loss unaffected security third-party prevention retract --help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour" ;;
        "fact symptom") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --replaces --confidence" ;;
        "fact scope") words="unknown few some many all --help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --replaces --count --fraction --method --confidence" ;;
        "fact cause") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --replaces --confidence --party --category" ;;
        "fact workaround") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --replaces --confidence" ;;
        "fact action") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --replaces --done --confidence" ;;
        "fact eta") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --replaces --latest --earliest --basis --confidence" ;;
        "fact verification") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --replaces --passed --failed" ;;
        "fact started") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --replaces --confidence" ;;
        "fact ended") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --replaces --confidence" ;;
        "fact data-loss") words="unknown yes no --help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --replaces --method --confidence" ;;
        "fact unaffected") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --replaces --method" ;;
        "fact security") words="unknown yes no --help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --replaces --method --confidence" ;;
        "fact third-party") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --replaces --due" ;;
        "fact prevention") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --replaces --owner --due" ;;
        "fact retract") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --reason" ;;
        "update") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --status --impact --because --ask --template --preview" ;;
        "correct") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --because --ask --preview" ;;
        "resolve") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --verified --no-remedy --because --ask --template --preview" ;;
        "withdraw") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --reason" ;;
        "approve") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour" ;;
        "refuse") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --reason" ;;
        "why") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --variant" ;;
        "assign") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --deputy --note" ;;
        "ack") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --note" ;;
        "recheck") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --passed --failed" ;;
        "dismiss") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour" ;;
        "reopen") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --because --ask --preview" ;;
        "close") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour" ;;
        "promise") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --by --to --owner" ;;
        "promises") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour" ;;
        "kept") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --note" ;;
        "broken") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --reason" ;;
        "case") words="open list show --help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour" ;;
        "case open") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --customer --mail --about --language --owner --urgent" ;;
        "case list") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --ended" ;;
        "case show") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour" ;;
        "maintenance") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --component --from --until --impact --effect --owner --deputy" ;;
        "start") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour" ;;
        "verify") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour" ;;
        "complete") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --verified" ;;
        "move") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --from --until" ;;
        "remedies") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour" ;;
        "give") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --to --everyone --as --owner --by --because --key" ;;
        "given") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --note" ;;
        "similar") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour" ;;
        "offer") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --withdraw" ;;
        "status") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --ended" ;;
        "show") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --events" ;;
        "next") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --all" ;;
        "say") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour" ;;
        "review") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --format --agenda --publish --because --ask --preview" ;;
        "reports") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --waiting" ;;
        "subscribers") words="list show add change enable remove import export --help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour" ;;
        "subscribers list") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --state --kind --address --after" ;;
        "subscribers show") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour" ;;
        "subscribers add") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --basis --format --language --component --incident --updates --quiet --time-zone" ;;
        "subscribers change") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --language --component --incident --updates --quiet --time-zone" ;;
        "subscribers enable") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour" ;;
        "subscribers remove") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour" ;;
        "subscribers import") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --basis" ;;
        "subscribers export") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour" ;;
        "deliveries") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --state --channel --limit --after" ;;
        "retry") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour" ;;
        "freeze") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour" ;;
        "resume") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --drop-waiting --send-waiting" ;;
        "backup") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --check --config --database" ;;
        "bounce") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --to" ;;
        "check") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --record --lang --phase --kind --now --whole --strict --honesty --format" ;;
        "rules") words="explain --help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --honesty" ;;
        "rules explain") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour" ;;
        "plan") words="check show --help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour" ;;
        "plan check") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --config" ;;
        "plan show") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --impact --scope --cause --config" ;;
        "token") words="create list revoke --help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour" ;;
        "token create") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --scope --expires" ;;
        "token list") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour" ;;
        "token revoke") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour" ;;
        "whoami") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --can" ;;
        "export-site") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour" ;;
        "drill") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --config --plan --format --report --daemon" ;;
        "sandbox") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour --tour --write-config --port --daemon" ;;
        "completion") words="bash zsh fish --help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour" ;;
        "version") words="--help --socket --url --token-file --zone --utc --json --if-version --no-color --no-colour" ;;
    esac
    COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -F _candor candor
