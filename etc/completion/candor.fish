# Completion of candor for fish. Made by `candor completion fish`.
complete -c candor -f
complete -c candor -n '__fish_use_subcommand' -a declare -d 'declare an incident: the first words go out at once'
complete -c candor -n '__fish_use_subcommand' -a fact -d 'record what is known: updates can say nothing else'
complete -c candor -n '__fish_use_subcommand' -a update -d 'publish an update made from the facts, with or without own words'
complete -c candor -n '__fish_use_subcommand' -a correct -d 'say what was wrong in an update, and what is right'
complete -c candor -n '__fish_use_subcommand' -a resolve -d 'say that it is over, and how that was checked'
complete -c candor -n '__fish_use_subcommand' -a withdraw -d 'it was declared in error: tell all who heard of it'
complete -c candor -n '__fish_use_subcommand' -a approve -d 'let words be said that a rule blocks; not your own'
complete -c candor -n '__fish_use_subcommand' -a refuse -d 'do not let them be said'
complete -c candor -n '__fish_use_subcommand' -a why -d 'on which facts each sentence of an update rests'
complete -c candor -n '__fish_use_subcommand' -a assign -d 'name who gathers the facts from now on'
complete -c candor -n '__fish_use_subcommand' -a ack -d 'answer a reminder: you are there, and nothing is new'
complete -c candor -n '__fish_use_subcommand' -a recheck -d 'after the end: you looked again, and it holds or does not'
complete -c candor -n '__fish_use_subcommand' -a dismiss -d 'opening it again was proposed; say why it stays resolved'
complete -c candor -n '__fish_use_subcommand' -a reopen -d 'a resolved incident is not over after all: everyone who was told hears it'
complete -c candor -n '__fish_use_subcommand' -a close -d 'the loop is closed: asked, understood, reviewed, every promise kept'
complete -c candor -n '__fish_use_subcommand' -a promise -d 'promise somebody an answer, by a time; it stands on the ledger'
complete -c candor -n '__fish_use_subcommand' -a promises -d 'what is promised to whom by when, and how many promises were kept'
complete -c candor -n '__fish_use_subcommand' -a kept -d 'say that a promise was kept'
complete -c candor -n '__fish_use_subcommand' -a broken -d 'say that a promise will not be kept, and why'
complete -c candor -n '__fish_use_subcommand' -a case -d 'one customer\'s own thread: open, list, show'
complete -c candor -n '__fish_use_subcommand' -a maintenance -d 'announce planned work; without a title: what is planned'
complete -c candor -n '__fish_use_subcommand' -a start -d 'a maintenance begins'
complete -c candor -n '__fish_use_subcommand' -a verify -d 'its work is done, and is being checked'
complete -c candor -n '__fish_use_subcommand' -a complete -d 'it is over: a check has passed'
complete -c candor -n '__fish_use_subcommand' -a move -d 'a maintenance takes place at another time: all who were told hear it'
complete -c candor -n '__fish_use_subcommand' -a remedies -d 'what may be given to customers, what was, and what is left'
complete -c candor -n '__fish_use_subcommand' -a give -d 'give a customer something, within the caps of the plan'
complete -c candor -n '__fish_use_subcommand' -a given -d 'say that a customer has got what was granted'
complete -c candor -n '__fish_use_subcommand' -a similar -d 'has it happened before?'
complete -c candor -n '__fish_use_subcommand' -a offer -d 'let customers choose: what there is, and what is offered'
complete -c candor -n '__fish_use_subcommand' -a status -d 'the board: what is open, and when who hears next'
complete -c candor -n '__fish_use_subcommand' -a show -d 'one incident in full: facts, timeline, promises'
complete -c candor -n '__fish_use_subcommand' -a next -d 'what to do next, the most urgent first'
complete -c candor -n '__fish_use_subcommand' -a say -d 'what support staff may read out, in 40 seconds at most'
complete -c candor -n '__fish_use_subcommand' -a review -d 'look back: what was promised, said, repaired, learned'
complete -c candor -n '__fish_use_subcommand' -a reports -d 'what customers report, in their words, and what it keeps them from'
complete -c candor -n '__fish_use_subcommand' -a subscribers -d 'who hears: how many, who, enter, remove, import, export'
complete -c candor -n '__fish_use_subcommand' -a deliveries -d 'whom the updates of an incident reached, and whom not'
complete -c candor -n '__fish_use_subcommand' -a retry -d 'try the deliveries that failed once more'
complete -c candor -n '__fish_use_subcommand' -a freeze -d 'stop everything that leaves the house, until `candor resume`'
complete -c candor -n '__fish_use_subcommand' -a resume -d 'send again, after `candor freeze` or out of a backup'
complete -c candor -n '__fish_use_subcommand' -a backup -d 'copy the database, while it is in use or not'
complete -c candor -n '__fish_use_subcommand' -a bounce -d 'note that a subscriber\'s mail came back: a report (RFC 3464) on standard input'
complete -c candor -n '__fish_use_subcommand' -a check -d 'whether the record bears out what a text says'
complete -c candor -n '__fish_use_subcommand' -a rules -d 'the rules of the honesty check'
complete -c candor -n '__fish_use_subcommand' -a plan -d 'what is decided before anything breaks'
complete -c candor -n '__fish_use_subcommand' -a token -d 'who may use the API over the network'
complete -c candor -n '__fish_use_subcommand' -a whoami -d 'what the daemon takes you for'
complete -c candor -n '__fish_use_subcommand' -a export-site -d 'write the public page as files, for another server'
complete -c candor -n '__fish_use_subcommand' -a drill -d 'rehearse a situation of the plan; no real channel can be reached'
complete -c candor -n '__fish_use_subcommand' -a sandbox -d 'receivers for every channel on this machine: see what audiences would see'
complete -c candor -n '__fish_use_subcommand' -a completion -d 'print the completion script of a shell'
complete -c candor -n '__fish_use_subcommand' -a version -d 'print the version'
complete -c candor -n '__fish_use_subcommand' -l help
complete -c candor -n '__fish_use_subcommand' -l socket
complete -c candor -n '__fish_use_subcommand' -l url
complete -c candor -n '__fish_use_subcommand' -l token-file
complete -c candor -n '__fish_use_subcommand' -l zone
complete -c candor -n '__fish_use_subcommand' -l utc
complete -c candor -n '__fish_use_subcommand' -l json
complete -c candor -n '__fish_use_subcommand' -l if-version
complete -c candor -n '__fish_use_subcommand' -l no-color
complete -c candor -n '__fish_use_subcommand' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from declare' -l help
complete -c candor -n '__fish_seen_subcommand_from declare' -l socket
complete -c candor -n '__fish_seen_subcommand_from declare' -l url
complete -c candor -n '__fish_seen_subcommand_from declare' -l token-file
complete -c candor -n '__fish_seen_subcommand_from declare' -l zone
complete -c candor -n '__fish_seen_subcommand_from declare' -l utc
complete -c candor -n '__fish_seen_subcommand_from declare' -l json
complete -c candor -n '__fish_seen_subcommand_from declare' -l if-version
complete -c candor -n '__fish_seen_subcommand_from declare' -l no-color
complete -c candor -n '__fish_seen_subcommand_from declare' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from declare' -l component
complete -c candor -n '__fish_seen_subcommand_from declare' -l impact -x -a 'none minor major critical'
complete -c candor -n '__fish_seen_subcommand_from declare' -l scope -x -a 'unknown few some many all'
complete -c candor -n '__fish_seen_subcommand_from declare' -l owner
complete -c candor -n '__fish_seen_subcommand_from declare' -l deputy
complete -c candor -n '__fish_seen_subcommand_from declare' -l symptom
complete -c candor -n '__fish_seen_subcommand_from declare' -l origin -x -a 'staff monitoring customer_report third_party'
complete -c candor -n '__fish_seen_subcommand_from declare' -l started
complete -c candor -n '__fish_seen_subcommand_from declare' -l from-reports
complete -c candor -n '__fish_seen_subcommand_from fact' -a symptom -d 'what customers notice'
complete -c candor -n '__fish_seen_subcommand_from fact' -a scope -d 'how many are affected'
complete -c candor -n '__fish_seen_subcommand_from fact' -a cause -d 'why it happens; suspected until it is confirmed'
complete -c candor -n '__fish_seen_subcommand_from fact' -a workaround -d 'what customers can do meanwhile'
complete -c candor -n '__fish_seen_subcommand_from fact' -a action -d 'what is being done, or has been'
complete -c candor -n '__fish_seen_subcommand_from fact' -a eta -d 'when it is expected to be over, and what that rests on'
complete -c candor -n '__fish_seen_subcommand_from fact' -a verification -d 'how it was checked that customers are served again'
complete -c candor -n '__fish_seen_subcommand_from fact' -a started -d 'when it began for customers'
complete -c candor -n '__fish_seen_subcommand_from fact' -a ended -d 'when it ended for customers'
complete -c candor -n '__fish_seen_subcommand_from fact' -a data-loss -d 'whether data was lost'
complete -c candor -n '__fish_seen_subcommand_from fact' -a unaffected -d 'something that was checked and is not affected'
complete -c candor -n '__fish_seen_subcommand_from fact' -a security -d 'whether it is an attack'
complete -c candor -n '__fish_seen_subcommand_from fact' -a third-party -d 'what another party has committed to'
complete -c candor -n '__fish_seen_subcommand_from fact' -a prevention -d 'what will change so that it does not come back'
complete -c candor -n '__fish_seen_subcommand_from fact' -a retract -d 'a recorded fact is not true: say why'
complete -c candor -n '__fish_seen_subcommand_from fact' -l help
complete -c candor -n '__fish_seen_subcommand_from fact' -l socket
complete -c candor -n '__fish_seen_subcommand_from fact' -l url
complete -c candor -n '__fish_seen_subcommand_from fact' -l token-file
complete -c candor -n '__fish_seen_subcommand_from fact' -l zone
complete -c candor -n '__fish_seen_subcommand_from fact' -l utc
complete -c candor -n '__fish_seen_subcommand_from fact' -l json
complete -c candor -n '__fish_seen_subcommand_from fact' -l if-version
complete -c candor -n '__fish_seen_subcommand_from fact' -l no-color
complete -c candor -n '__fish_seen_subcommand_from fact' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from symptom' -l help
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from symptom' -l socket
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from symptom' -l url
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from symptom' -l token-file
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from symptom' -l zone
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from symptom' -l utc
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from symptom' -l json
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from symptom' -l if-version
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from symptom' -l no-color
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from symptom' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from symptom' -l replaces
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from symptom' -l confidence -x -a 'confirmed suspected'
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from scope' -l help
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from scope' -l socket
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from scope' -l url
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from scope' -l token-file
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from scope' -l zone
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from scope' -l utc
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from scope' -l json
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from scope' -l if-version
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from scope' -l no-color
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from scope' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from scope' -l replaces
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from scope' -l count
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from scope' -l fraction
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from scope' -l method
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from scope' -l confidence -x -a 'confirmed suspected'
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from cause' -l help
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from cause' -l socket
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from cause' -l url
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from cause' -l token-file
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from cause' -l zone
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from cause' -l utc
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from cause' -l json
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from cause' -l if-version
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from cause' -l no-color
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from cause' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from cause' -l replaces
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from cause' -l confidence -x -a 'confirmed suspected'
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from cause' -l party
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from cause' -l category -x -a 'unknown technology people process external'
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from workaround' -l help
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from workaround' -l socket
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from workaround' -l url
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from workaround' -l token-file
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from workaround' -l zone
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from workaround' -l utc
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from workaround' -l json
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from workaround' -l if-version
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from workaround' -l no-color
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from workaround' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from workaround' -l replaces
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from workaround' -l confidence -x -a 'confirmed suspected'
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from action' -l help
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from action' -l socket
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from action' -l url
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from action' -l token-file
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from action' -l zone
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from action' -l utc
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from action' -l json
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from action' -l if-version
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from action' -l no-color
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from action' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from action' -l replaces
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from action' -l done
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from action' -l confidence -x -a 'confirmed suspected'
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from eta' -l help
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from eta' -l socket
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from eta' -l url
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from eta' -l token-file
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from eta' -l zone
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from eta' -l utc
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from eta' -l json
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from eta' -l if-version
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from eta' -l no-color
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from eta' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from eta' -l replaces
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from eta' -l latest
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from eta' -l earliest
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from eta' -l basis
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from eta' -l confidence -x -a 'confirmed suspected'
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from verification' -l help
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from verification' -l socket
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from verification' -l url
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from verification' -l token-file
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from verification' -l zone
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from verification' -l utc
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from verification' -l json
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from verification' -l if-version
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from verification' -l no-color
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from verification' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from verification' -l replaces
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from verification' -l passed
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from verification' -l failed
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from started' -l help
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from started' -l socket
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from started' -l url
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from started' -l token-file
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from started' -l zone
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from started' -l utc
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from started' -l json
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from started' -l if-version
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from started' -l no-color
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from started' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from started' -l replaces
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from started' -l confidence -x -a 'confirmed suspected'
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from ended' -l help
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from ended' -l socket
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from ended' -l url
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from ended' -l token-file
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from ended' -l zone
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from ended' -l utc
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from ended' -l json
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from ended' -l if-version
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from ended' -l no-color
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from ended' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from ended' -l replaces
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from ended' -l confidence -x -a 'confirmed suspected'
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from data-loss' -l help
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from data-loss' -l socket
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from data-loss' -l url
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from data-loss' -l token-file
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from data-loss' -l zone
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from data-loss' -l utc
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from data-loss' -l json
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from data-loss' -l if-version
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from data-loss' -l no-color
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from data-loss' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from data-loss' -l replaces
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from data-loss' -l method
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from data-loss' -l confidence -x -a 'confirmed suspected'
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from unaffected' -l help
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from unaffected' -l socket
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from unaffected' -l url
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from unaffected' -l token-file
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from unaffected' -l zone
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from unaffected' -l utc
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from unaffected' -l json
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from unaffected' -l if-version
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from unaffected' -l no-color
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from unaffected' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from unaffected' -l replaces
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from unaffected' -l method
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from security' -l help
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from security' -l socket
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from security' -l url
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from security' -l token-file
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from security' -l zone
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from security' -l utc
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from security' -l json
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from security' -l if-version
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from security' -l no-color
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from security' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from security' -l replaces
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from security' -l method
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from security' -l confidence -x -a 'confirmed suspected'
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from third-party' -l help
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from third-party' -l socket
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from third-party' -l url
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from third-party' -l token-file
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from third-party' -l zone
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from third-party' -l utc
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from third-party' -l json
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from third-party' -l if-version
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from third-party' -l no-color
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from third-party' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from third-party' -l replaces
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from third-party' -l due
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from prevention' -l help
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from prevention' -l socket
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from prevention' -l url
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from prevention' -l token-file
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from prevention' -l zone
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from prevention' -l utc
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from prevention' -l json
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from prevention' -l if-version
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from prevention' -l no-color
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from prevention' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from prevention' -l replaces
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from prevention' -l owner
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from prevention' -l due
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from retract' -l help
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from retract' -l socket
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from retract' -l url
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from retract' -l token-file
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from retract' -l zone
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from retract' -l utc
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from retract' -l json
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from retract' -l if-version
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from retract' -l no-color
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from retract' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from fact; and __fish_seen_subcommand_from retract' -l reason
complete -c candor -n '__fish_seen_subcommand_from update' -l help
complete -c candor -n '__fish_seen_subcommand_from update' -l socket
complete -c candor -n '__fish_seen_subcommand_from update' -l url
complete -c candor -n '__fish_seen_subcommand_from update' -l token-file
complete -c candor -n '__fish_seen_subcommand_from update' -l zone
complete -c candor -n '__fish_seen_subcommand_from update' -l utc
complete -c candor -n '__fish_seen_subcommand_from update' -l json
complete -c candor -n '__fish_seen_subcommand_from update' -l if-version
complete -c candor -n '__fish_seen_subcommand_from update' -l no-color
complete -c candor -n '__fish_seen_subcommand_from update' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from update' -l status -x -a 'investigating identified monitoring resolved closed withdrawn scheduled in_progress verifying completed'
complete -c candor -n '__fish_seen_subcommand_from update' -l impact -x -a 'none minor major critical'
complete -c candor -n '__fish_seen_subcommand_from update' -l because
complete -c candor -n '__fish_seen_subcommand_from update' -l ask
complete -c candor -n '__fish_seen_subcommand_from update' -l template
complete -c candor -n '__fish_seen_subcommand_from update' -l preview
complete -c candor -n '__fish_seen_subcommand_from correct' -l help
complete -c candor -n '__fish_seen_subcommand_from correct' -l socket
complete -c candor -n '__fish_seen_subcommand_from correct' -l url
complete -c candor -n '__fish_seen_subcommand_from correct' -l token-file
complete -c candor -n '__fish_seen_subcommand_from correct' -l zone
complete -c candor -n '__fish_seen_subcommand_from correct' -l utc
complete -c candor -n '__fish_seen_subcommand_from correct' -l json
complete -c candor -n '__fish_seen_subcommand_from correct' -l if-version
complete -c candor -n '__fish_seen_subcommand_from correct' -l no-color
complete -c candor -n '__fish_seen_subcommand_from correct' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from correct' -l because
complete -c candor -n '__fish_seen_subcommand_from correct' -l ask
complete -c candor -n '__fish_seen_subcommand_from correct' -l preview
complete -c candor -n '__fish_seen_subcommand_from resolve' -l help
complete -c candor -n '__fish_seen_subcommand_from resolve' -l socket
complete -c candor -n '__fish_seen_subcommand_from resolve' -l url
complete -c candor -n '__fish_seen_subcommand_from resolve' -l token-file
complete -c candor -n '__fish_seen_subcommand_from resolve' -l zone
complete -c candor -n '__fish_seen_subcommand_from resolve' -l utc
complete -c candor -n '__fish_seen_subcommand_from resolve' -l json
complete -c candor -n '__fish_seen_subcommand_from resolve' -l if-version
complete -c candor -n '__fish_seen_subcommand_from resolve' -l no-color
complete -c candor -n '__fish_seen_subcommand_from resolve' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from resolve' -l verified
complete -c candor -n '__fish_seen_subcommand_from resolve' -l no-remedy
complete -c candor -n '__fish_seen_subcommand_from resolve' -l because
complete -c candor -n '__fish_seen_subcommand_from resolve' -l ask
complete -c candor -n '__fish_seen_subcommand_from resolve' -l template
complete -c candor -n '__fish_seen_subcommand_from resolve' -l preview
complete -c candor -n '__fish_seen_subcommand_from withdraw' -l help
complete -c candor -n '__fish_seen_subcommand_from withdraw' -l socket
complete -c candor -n '__fish_seen_subcommand_from withdraw' -l url
complete -c candor -n '__fish_seen_subcommand_from withdraw' -l token-file
complete -c candor -n '__fish_seen_subcommand_from withdraw' -l zone
complete -c candor -n '__fish_seen_subcommand_from withdraw' -l utc
complete -c candor -n '__fish_seen_subcommand_from withdraw' -l json
complete -c candor -n '__fish_seen_subcommand_from withdraw' -l if-version
complete -c candor -n '__fish_seen_subcommand_from withdraw' -l no-color
complete -c candor -n '__fish_seen_subcommand_from withdraw' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from withdraw' -l reason
complete -c candor -n '__fish_seen_subcommand_from approve' -l help
complete -c candor -n '__fish_seen_subcommand_from approve' -l socket
complete -c candor -n '__fish_seen_subcommand_from approve' -l url
complete -c candor -n '__fish_seen_subcommand_from approve' -l token-file
complete -c candor -n '__fish_seen_subcommand_from approve' -l zone
complete -c candor -n '__fish_seen_subcommand_from approve' -l utc
complete -c candor -n '__fish_seen_subcommand_from approve' -l json
complete -c candor -n '__fish_seen_subcommand_from approve' -l if-version
complete -c candor -n '__fish_seen_subcommand_from approve' -l no-color
complete -c candor -n '__fish_seen_subcommand_from approve' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from refuse' -l help
complete -c candor -n '__fish_seen_subcommand_from refuse' -l socket
complete -c candor -n '__fish_seen_subcommand_from refuse' -l url
complete -c candor -n '__fish_seen_subcommand_from refuse' -l token-file
complete -c candor -n '__fish_seen_subcommand_from refuse' -l zone
complete -c candor -n '__fish_seen_subcommand_from refuse' -l utc
complete -c candor -n '__fish_seen_subcommand_from refuse' -l json
complete -c candor -n '__fish_seen_subcommand_from refuse' -l if-version
complete -c candor -n '__fish_seen_subcommand_from refuse' -l no-color
complete -c candor -n '__fish_seen_subcommand_from refuse' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from refuse' -l reason
complete -c candor -n '__fish_seen_subcommand_from why' -l help
complete -c candor -n '__fish_seen_subcommand_from why' -l socket
complete -c candor -n '__fish_seen_subcommand_from why' -l url
complete -c candor -n '__fish_seen_subcommand_from why' -l token-file
complete -c candor -n '__fish_seen_subcommand_from why' -l zone
complete -c candor -n '__fish_seen_subcommand_from why' -l utc
complete -c candor -n '__fish_seen_subcommand_from why' -l json
complete -c candor -n '__fish_seen_subcommand_from why' -l if-version
complete -c candor -n '__fish_seen_subcommand_from why' -l no-color
complete -c candor -n '__fish_seen_subcommand_from why' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from why' -l variant
complete -c candor -n '__fish_seen_subcommand_from assign' -l help
complete -c candor -n '__fish_seen_subcommand_from assign' -l socket
complete -c candor -n '__fish_seen_subcommand_from assign' -l url
complete -c candor -n '__fish_seen_subcommand_from assign' -l token-file
complete -c candor -n '__fish_seen_subcommand_from assign' -l zone
complete -c candor -n '__fish_seen_subcommand_from assign' -l utc
complete -c candor -n '__fish_seen_subcommand_from assign' -l json
complete -c candor -n '__fish_seen_subcommand_from assign' -l if-version
complete -c candor -n '__fish_seen_subcommand_from assign' -l no-color
complete -c candor -n '__fish_seen_subcommand_from assign' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from assign' -l deputy
complete -c candor -n '__fish_seen_subcommand_from assign' -l note
complete -c candor -n '__fish_seen_subcommand_from ack' -l help
complete -c candor -n '__fish_seen_subcommand_from ack' -l socket
complete -c candor -n '__fish_seen_subcommand_from ack' -l url
complete -c candor -n '__fish_seen_subcommand_from ack' -l token-file
complete -c candor -n '__fish_seen_subcommand_from ack' -l zone
complete -c candor -n '__fish_seen_subcommand_from ack' -l utc
complete -c candor -n '__fish_seen_subcommand_from ack' -l json
complete -c candor -n '__fish_seen_subcommand_from ack' -l if-version
complete -c candor -n '__fish_seen_subcommand_from ack' -l no-color
complete -c candor -n '__fish_seen_subcommand_from ack' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from ack' -l note
complete -c candor -n '__fish_seen_subcommand_from recheck' -l help
complete -c candor -n '__fish_seen_subcommand_from recheck' -l socket
complete -c candor -n '__fish_seen_subcommand_from recheck' -l url
complete -c candor -n '__fish_seen_subcommand_from recheck' -l token-file
complete -c candor -n '__fish_seen_subcommand_from recheck' -l zone
complete -c candor -n '__fish_seen_subcommand_from recheck' -l utc
complete -c candor -n '__fish_seen_subcommand_from recheck' -l json
complete -c candor -n '__fish_seen_subcommand_from recheck' -l if-version
complete -c candor -n '__fish_seen_subcommand_from recheck' -l no-color
complete -c candor -n '__fish_seen_subcommand_from recheck' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from recheck' -l passed
complete -c candor -n '__fish_seen_subcommand_from recheck' -l failed
complete -c candor -n '__fish_seen_subcommand_from dismiss' -l help
complete -c candor -n '__fish_seen_subcommand_from dismiss' -l socket
complete -c candor -n '__fish_seen_subcommand_from dismiss' -l url
complete -c candor -n '__fish_seen_subcommand_from dismiss' -l token-file
complete -c candor -n '__fish_seen_subcommand_from dismiss' -l zone
complete -c candor -n '__fish_seen_subcommand_from dismiss' -l utc
complete -c candor -n '__fish_seen_subcommand_from dismiss' -l json
complete -c candor -n '__fish_seen_subcommand_from dismiss' -l if-version
complete -c candor -n '__fish_seen_subcommand_from dismiss' -l no-color
complete -c candor -n '__fish_seen_subcommand_from dismiss' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from reopen' -l help
complete -c candor -n '__fish_seen_subcommand_from reopen' -l socket
complete -c candor -n '__fish_seen_subcommand_from reopen' -l url
complete -c candor -n '__fish_seen_subcommand_from reopen' -l token-file
complete -c candor -n '__fish_seen_subcommand_from reopen' -l zone
complete -c candor -n '__fish_seen_subcommand_from reopen' -l utc
complete -c candor -n '__fish_seen_subcommand_from reopen' -l json
complete -c candor -n '__fish_seen_subcommand_from reopen' -l if-version
complete -c candor -n '__fish_seen_subcommand_from reopen' -l no-color
complete -c candor -n '__fish_seen_subcommand_from reopen' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from reopen' -l because
complete -c candor -n '__fish_seen_subcommand_from reopen' -l ask
complete -c candor -n '__fish_seen_subcommand_from reopen' -l preview
complete -c candor -n '__fish_seen_subcommand_from close' -l help
complete -c candor -n '__fish_seen_subcommand_from close' -l socket
complete -c candor -n '__fish_seen_subcommand_from close' -l url
complete -c candor -n '__fish_seen_subcommand_from close' -l token-file
complete -c candor -n '__fish_seen_subcommand_from close' -l zone
complete -c candor -n '__fish_seen_subcommand_from close' -l utc
complete -c candor -n '__fish_seen_subcommand_from close' -l json
complete -c candor -n '__fish_seen_subcommand_from close' -l if-version
complete -c candor -n '__fish_seen_subcommand_from close' -l no-color
complete -c candor -n '__fish_seen_subcommand_from close' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from promise' -l help
complete -c candor -n '__fish_seen_subcommand_from promise' -l socket
complete -c candor -n '__fish_seen_subcommand_from promise' -l url
complete -c candor -n '__fish_seen_subcommand_from promise' -l token-file
complete -c candor -n '__fish_seen_subcommand_from promise' -l zone
complete -c candor -n '__fish_seen_subcommand_from promise' -l utc
complete -c candor -n '__fish_seen_subcommand_from promise' -l json
complete -c candor -n '__fish_seen_subcommand_from promise' -l if-version
complete -c candor -n '__fish_seen_subcommand_from promise' -l no-color
complete -c candor -n '__fish_seen_subcommand_from promise' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from promise' -l by
complete -c candor -n '__fish_seen_subcommand_from promise' -l to
complete -c candor -n '__fish_seen_subcommand_from promise' -l owner
complete -c candor -n '__fish_seen_subcommand_from promises' -l help
complete -c candor -n '__fish_seen_subcommand_from promises' -l socket
complete -c candor -n '__fish_seen_subcommand_from promises' -l url
complete -c candor -n '__fish_seen_subcommand_from promises' -l token-file
complete -c candor -n '__fish_seen_subcommand_from promises' -l zone
complete -c candor -n '__fish_seen_subcommand_from promises' -l utc
complete -c candor -n '__fish_seen_subcommand_from promises' -l json
complete -c candor -n '__fish_seen_subcommand_from promises' -l if-version
complete -c candor -n '__fish_seen_subcommand_from promises' -l no-color
complete -c candor -n '__fish_seen_subcommand_from promises' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from kept' -l help
complete -c candor -n '__fish_seen_subcommand_from kept' -l socket
complete -c candor -n '__fish_seen_subcommand_from kept' -l url
complete -c candor -n '__fish_seen_subcommand_from kept' -l token-file
complete -c candor -n '__fish_seen_subcommand_from kept' -l zone
complete -c candor -n '__fish_seen_subcommand_from kept' -l utc
complete -c candor -n '__fish_seen_subcommand_from kept' -l json
complete -c candor -n '__fish_seen_subcommand_from kept' -l if-version
complete -c candor -n '__fish_seen_subcommand_from kept' -l no-color
complete -c candor -n '__fish_seen_subcommand_from kept' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from kept' -l note
complete -c candor -n '__fish_seen_subcommand_from broken' -l help
complete -c candor -n '__fish_seen_subcommand_from broken' -l socket
complete -c candor -n '__fish_seen_subcommand_from broken' -l url
complete -c candor -n '__fish_seen_subcommand_from broken' -l token-file
complete -c candor -n '__fish_seen_subcommand_from broken' -l zone
complete -c candor -n '__fish_seen_subcommand_from broken' -l utc
complete -c candor -n '__fish_seen_subcommand_from broken' -l json
complete -c candor -n '__fish_seen_subcommand_from broken' -l if-version
complete -c candor -n '__fish_seen_subcommand_from broken' -l no-color
complete -c candor -n '__fish_seen_subcommand_from broken' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from broken' -l reason
complete -c candor -n '__fish_seen_subcommand_from case' -a open -d 'take a customer\'s case on: they hear every hour until it is solved'
complete -c candor -n '__fish_seen_subcommand_from case' -a list -d 'the cases that are open, urgent ones first'
complete -c candor -n '__fish_seen_subcommand_from case' -a show -d 'one case: whose it is, what was said, what is promised'
complete -c candor -n '__fish_seen_subcommand_from case' -l help
complete -c candor -n '__fish_seen_subcommand_from case' -l socket
complete -c candor -n '__fish_seen_subcommand_from case' -l url
complete -c candor -n '__fish_seen_subcommand_from case' -l token-file
complete -c candor -n '__fish_seen_subcommand_from case' -l zone
complete -c candor -n '__fish_seen_subcommand_from case' -l utc
complete -c candor -n '__fish_seen_subcommand_from case' -l json
complete -c candor -n '__fish_seen_subcommand_from case' -l if-version
complete -c candor -n '__fish_seen_subcommand_from case' -l no-color
complete -c candor -n '__fish_seen_subcommand_from case' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from case; and __fish_seen_subcommand_from open' -l help
complete -c candor -n '__fish_seen_subcommand_from case; and __fish_seen_subcommand_from open' -l socket
complete -c candor -n '__fish_seen_subcommand_from case; and __fish_seen_subcommand_from open' -l url
complete -c candor -n '__fish_seen_subcommand_from case; and __fish_seen_subcommand_from open' -l token-file
complete -c candor -n '__fish_seen_subcommand_from case; and __fish_seen_subcommand_from open' -l zone
complete -c candor -n '__fish_seen_subcommand_from case; and __fish_seen_subcommand_from open' -l utc
complete -c candor -n '__fish_seen_subcommand_from case; and __fish_seen_subcommand_from open' -l json
complete -c candor -n '__fish_seen_subcommand_from case; and __fish_seen_subcommand_from open' -l if-version
complete -c candor -n '__fish_seen_subcommand_from case; and __fish_seen_subcommand_from open' -l no-color
complete -c candor -n '__fish_seen_subcommand_from case; and __fish_seen_subcommand_from open' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from case; and __fish_seen_subcommand_from open' -l customer
complete -c candor -n '__fish_seen_subcommand_from case; and __fish_seen_subcommand_from open' -l mail
complete -c candor -n '__fish_seen_subcommand_from case; and __fish_seen_subcommand_from open' -l about
complete -c candor -n '__fish_seen_subcommand_from case; and __fish_seen_subcommand_from open' -l language
complete -c candor -n '__fish_seen_subcommand_from case; and __fish_seen_subcommand_from open' -l owner
complete -c candor -n '__fish_seen_subcommand_from case; and __fish_seen_subcommand_from open' -l urgent
complete -c candor -n '__fish_seen_subcommand_from case; and __fish_seen_subcommand_from list' -l help
complete -c candor -n '__fish_seen_subcommand_from case; and __fish_seen_subcommand_from list' -l socket
complete -c candor -n '__fish_seen_subcommand_from case; and __fish_seen_subcommand_from list' -l url
complete -c candor -n '__fish_seen_subcommand_from case; and __fish_seen_subcommand_from list' -l token-file
complete -c candor -n '__fish_seen_subcommand_from case; and __fish_seen_subcommand_from list' -l zone
complete -c candor -n '__fish_seen_subcommand_from case; and __fish_seen_subcommand_from list' -l utc
complete -c candor -n '__fish_seen_subcommand_from case; and __fish_seen_subcommand_from list' -l json
complete -c candor -n '__fish_seen_subcommand_from case; and __fish_seen_subcommand_from list' -l if-version
complete -c candor -n '__fish_seen_subcommand_from case; and __fish_seen_subcommand_from list' -l no-color
complete -c candor -n '__fish_seen_subcommand_from case; and __fish_seen_subcommand_from list' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from case; and __fish_seen_subcommand_from list' -l ended
complete -c candor -n '__fish_seen_subcommand_from case; and __fish_seen_subcommand_from show' -l help
complete -c candor -n '__fish_seen_subcommand_from case; and __fish_seen_subcommand_from show' -l socket
complete -c candor -n '__fish_seen_subcommand_from case; and __fish_seen_subcommand_from show' -l url
complete -c candor -n '__fish_seen_subcommand_from case; and __fish_seen_subcommand_from show' -l token-file
complete -c candor -n '__fish_seen_subcommand_from case; and __fish_seen_subcommand_from show' -l zone
complete -c candor -n '__fish_seen_subcommand_from case; and __fish_seen_subcommand_from show' -l utc
complete -c candor -n '__fish_seen_subcommand_from case; and __fish_seen_subcommand_from show' -l json
complete -c candor -n '__fish_seen_subcommand_from case; and __fish_seen_subcommand_from show' -l if-version
complete -c candor -n '__fish_seen_subcommand_from case; and __fish_seen_subcommand_from show' -l no-color
complete -c candor -n '__fish_seen_subcommand_from case; and __fish_seen_subcommand_from show' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from maintenance' -l help
complete -c candor -n '__fish_seen_subcommand_from maintenance' -l socket
complete -c candor -n '__fish_seen_subcommand_from maintenance' -l url
complete -c candor -n '__fish_seen_subcommand_from maintenance' -l token-file
complete -c candor -n '__fish_seen_subcommand_from maintenance' -l zone
complete -c candor -n '__fish_seen_subcommand_from maintenance' -l utc
complete -c candor -n '__fish_seen_subcommand_from maintenance' -l json
complete -c candor -n '__fish_seen_subcommand_from maintenance' -l if-version
complete -c candor -n '__fish_seen_subcommand_from maintenance' -l no-color
complete -c candor -n '__fish_seen_subcommand_from maintenance' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from maintenance' -l component
complete -c candor -n '__fish_seen_subcommand_from maintenance' -l from
complete -c candor -n '__fish_seen_subcommand_from maintenance' -l until
complete -c candor -n '__fish_seen_subcommand_from maintenance' -l impact -x -a 'none minor major critical'
complete -c candor -n '__fish_seen_subcommand_from maintenance' -l effect
complete -c candor -n '__fish_seen_subcommand_from maintenance' -l owner
complete -c candor -n '__fish_seen_subcommand_from maintenance' -l deputy
complete -c candor -n '__fish_seen_subcommand_from start' -l help
complete -c candor -n '__fish_seen_subcommand_from start' -l socket
complete -c candor -n '__fish_seen_subcommand_from start' -l url
complete -c candor -n '__fish_seen_subcommand_from start' -l token-file
complete -c candor -n '__fish_seen_subcommand_from start' -l zone
complete -c candor -n '__fish_seen_subcommand_from start' -l utc
complete -c candor -n '__fish_seen_subcommand_from start' -l json
complete -c candor -n '__fish_seen_subcommand_from start' -l if-version
complete -c candor -n '__fish_seen_subcommand_from start' -l no-color
complete -c candor -n '__fish_seen_subcommand_from start' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from verify' -l help
complete -c candor -n '__fish_seen_subcommand_from verify' -l socket
complete -c candor -n '__fish_seen_subcommand_from verify' -l url
complete -c candor -n '__fish_seen_subcommand_from verify' -l token-file
complete -c candor -n '__fish_seen_subcommand_from verify' -l zone
complete -c candor -n '__fish_seen_subcommand_from verify' -l utc
complete -c candor -n '__fish_seen_subcommand_from verify' -l json
complete -c candor -n '__fish_seen_subcommand_from verify' -l if-version
complete -c candor -n '__fish_seen_subcommand_from verify' -l no-color
complete -c candor -n '__fish_seen_subcommand_from verify' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from complete' -l help
complete -c candor -n '__fish_seen_subcommand_from complete' -l socket
complete -c candor -n '__fish_seen_subcommand_from complete' -l url
complete -c candor -n '__fish_seen_subcommand_from complete' -l token-file
complete -c candor -n '__fish_seen_subcommand_from complete' -l zone
complete -c candor -n '__fish_seen_subcommand_from complete' -l utc
complete -c candor -n '__fish_seen_subcommand_from complete' -l json
complete -c candor -n '__fish_seen_subcommand_from complete' -l if-version
complete -c candor -n '__fish_seen_subcommand_from complete' -l no-color
complete -c candor -n '__fish_seen_subcommand_from complete' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from complete' -l verified
complete -c candor -n '__fish_seen_subcommand_from move' -l help
complete -c candor -n '__fish_seen_subcommand_from move' -l socket
complete -c candor -n '__fish_seen_subcommand_from move' -l url
complete -c candor -n '__fish_seen_subcommand_from move' -l token-file
complete -c candor -n '__fish_seen_subcommand_from move' -l zone
complete -c candor -n '__fish_seen_subcommand_from move' -l utc
complete -c candor -n '__fish_seen_subcommand_from move' -l json
complete -c candor -n '__fish_seen_subcommand_from move' -l if-version
complete -c candor -n '__fish_seen_subcommand_from move' -l no-color
complete -c candor -n '__fish_seen_subcommand_from move' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from move' -l from
complete -c candor -n '__fish_seen_subcommand_from move' -l until
complete -c candor -n '__fish_seen_subcommand_from remedies' -l help
complete -c candor -n '__fish_seen_subcommand_from remedies' -l socket
complete -c candor -n '__fish_seen_subcommand_from remedies' -l url
complete -c candor -n '__fish_seen_subcommand_from remedies' -l token-file
complete -c candor -n '__fish_seen_subcommand_from remedies' -l zone
complete -c candor -n '__fish_seen_subcommand_from remedies' -l utc
complete -c candor -n '__fish_seen_subcommand_from remedies' -l json
complete -c candor -n '__fish_seen_subcommand_from remedies' -l if-version
complete -c candor -n '__fish_seen_subcommand_from remedies' -l no-color
complete -c candor -n '__fish_seen_subcommand_from remedies' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from give' -l help
complete -c candor -n '__fish_seen_subcommand_from give' -l socket
complete -c candor -n '__fish_seen_subcommand_from give' -l url
complete -c candor -n '__fish_seen_subcommand_from give' -l token-file
complete -c candor -n '__fish_seen_subcommand_from give' -l zone
complete -c candor -n '__fish_seen_subcommand_from give' -l utc
complete -c candor -n '__fish_seen_subcommand_from give' -l json
complete -c candor -n '__fish_seen_subcommand_from give' -l if-version
complete -c candor -n '__fish_seen_subcommand_from give' -l no-color
complete -c candor -n '__fish_seen_subcommand_from give' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from give' -l to
complete -c candor -n '__fish_seen_subcommand_from give' -l everyone
complete -c candor -n '__fish_seen_subcommand_from give' -l as
complete -c candor -n '__fish_seen_subcommand_from give' -l owner
complete -c candor -n '__fish_seen_subcommand_from give' -l by
complete -c candor -n '__fish_seen_subcommand_from give' -l because
complete -c candor -n '__fish_seen_subcommand_from give' -l key
complete -c candor -n '__fish_seen_subcommand_from given' -l help
complete -c candor -n '__fish_seen_subcommand_from given' -l socket
complete -c candor -n '__fish_seen_subcommand_from given' -l url
complete -c candor -n '__fish_seen_subcommand_from given' -l token-file
complete -c candor -n '__fish_seen_subcommand_from given' -l zone
complete -c candor -n '__fish_seen_subcommand_from given' -l utc
complete -c candor -n '__fish_seen_subcommand_from given' -l json
complete -c candor -n '__fish_seen_subcommand_from given' -l if-version
complete -c candor -n '__fish_seen_subcommand_from given' -l no-color
complete -c candor -n '__fish_seen_subcommand_from given' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from given' -l note
complete -c candor -n '__fish_seen_subcommand_from similar' -l help
complete -c candor -n '__fish_seen_subcommand_from similar' -l socket
complete -c candor -n '__fish_seen_subcommand_from similar' -l url
complete -c candor -n '__fish_seen_subcommand_from similar' -l token-file
complete -c candor -n '__fish_seen_subcommand_from similar' -l zone
complete -c candor -n '__fish_seen_subcommand_from similar' -l utc
complete -c candor -n '__fish_seen_subcommand_from similar' -l json
complete -c candor -n '__fish_seen_subcommand_from similar' -l if-version
complete -c candor -n '__fish_seen_subcommand_from similar' -l no-color
complete -c candor -n '__fish_seen_subcommand_from similar' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from offer' -l help
complete -c candor -n '__fish_seen_subcommand_from offer' -l socket
complete -c candor -n '__fish_seen_subcommand_from offer' -l url
complete -c candor -n '__fish_seen_subcommand_from offer' -l token-file
complete -c candor -n '__fish_seen_subcommand_from offer' -l zone
complete -c candor -n '__fish_seen_subcommand_from offer' -l utc
complete -c candor -n '__fish_seen_subcommand_from offer' -l json
complete -c candor -n '__fish_seen_subcommand_from offer' -l if-version
complete -c candor -n '__fish_seen_subcommand_from offer' -l no-color
complete -c candor -n '__fish_seen_subcommand_from offer' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from offer' -l withdraw
complete -c candor -n '__fish_seen_subcommand_from status' -l help
complete -c candor -n '__fish_seen_subcommand_from status' -l socket
complete -c candor -n '__fish_seen_subcommand_from status' -l url
complete -c candor -n '__fish_seen_subcommand_from status' -l token-file
complete -c candor -n '__fish_seen_subcommand_from status' -l zone
complete -c candor -n '__fish_seen_subcommand_from status' -l utc
complete -c candor -n '__fish_seen_subcommand_from status' -l json
complete -c candor -n '__fish_seen_subcommand_from status' -l if-version
complete -c candor -n '__fish_seen_subcommand_from status' -l no-color
complete -c candor -n '__fish_seen_subcommand_from status' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from status' -l ended
complete -c candor -n '__fish_seen_subcommand_from show' -l help
complete -c candor -n '__fish_seen_subcommand_from show' -l socket
complete -c candor -n '__fish_seen_subcommand_from show' -l url
complete -c candor -n '__fish_seen_subcommand_from show' -l token-file
complete -c candor -n '__fish_seen_subcommand_from show' -l zone
complete -c candor -n '__fish_seen_subcommand_from show' -l utc
complete -c candor -n '__fish_seen_subcommand_from show' -l json
complete -c candor -n '__fish_seen_subcommand_from show' -l if-version
complete -c candor -n '__fish_seen_subcommand_from show' -l no-color
complete -c candor -n '__fish_seen_subcommand_from show' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from show' -l events
complete -c candor -n '__fish_seen_subcommand_from next' -l help
complete -c candor -n '__fish_seen_subcommand_from next' -l socket
complete -c candor -n '__fish_seen_subcommand_from next' -l url
complete -c candor -n '__fish_seen_subcommand_from next' -l token-file
complete -c candor -n '__fish_seen_subcommand_from next' -l zone
complete -c candor -n '__fish_seen_subcommand_from next' -l utc
complete -c candor -n '__fish_seen_subcommand_from next' -l json
complete -c candor -n '__fish_seen_subcommand_from next' -l if-version
complete -c candor -n '__fish_seen_subcommand_from next' -l no-color
complete -c candor -n '__fish_seen_subcommand_from next' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from next' -l all
complete -c candor -n '__fish_seen_subcommand_from say' -l help
complete -c candor -n '__fish_seen_subcommand_from say' -l socket
complete -c candor -n '__fish_seen_subcommand_from say' -l url
complete -c candor -n '__fish_seen_subcommand_from say' -l token-file
complete -c candor -n '__fish_seen_subcommand_from say' -l zone
complete -c candor -n '__fish_seen_subcommand_from say' -l utc
complete -c candor -n '__fish_seen_subcommand_from say' -l json
complete -c candor -n '__fish_seen_subcommand_from say' -l if-version
complete -c candor -n '__fish_seen_subcommand_from say' -l no-color
complete -c candor -n '__fish_seen_subcommand_from say' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from review' -l help
complete -c candor -n '__fish_seen_subcommand_from review' -l socket
complete -c candor -n '__fish_seen_subcommand_from review' -l url
complete -c candor -n '__fish_seen_subcommand_from review' -l token-file
complete -c candor -n '__fish_seen_subcommand_from review' -l zone
complete -c candor -n '__fish_seen_subcommand_from review' -l utc
complete -c candor -n '__fish_seen_subcommand_from review' -l json
complete -c candor -n '__fish_seen_subcommand_from review' -l if-version
complete -c candor -n '__fish_seen_subcommand_from review' -l no-color
complete -c candor -n '__fish_seen_subcommand_from review' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from review' -l format -x -a 'text markdown json'
complete -c candor -n '__fish_seen_subcommand_from review' -l agenda
complete -c candor -n '__fish_seen_subcommand_from review' -l publish
complete -c candor -n '__fish_seen_subcommand_from review' -l because
complete -c candor -n '__fish_seen_subcommand_from review' -l ask
complete -c candor -n '__fish_seen_subcommand_from review' -l preview
complete -c candor -n '__fish_seen_subcommand_from reports' -l help
complete -c candor -n '__fish_seen_subcommand_from reports' -l socket
complete -c candor -n '__fish_seen_subcommand_from reports' -l url
complete -c candor -n '__fish_seen_subcommand_from reports' -l token-file
complete -c candor -n '__fish_seen_subcommand_from reports' -l zone
complete -c candor -n '__fish_seen_subcommand_from reports' -l utc
complete -c candor -n '__fish_seen_subcommand_from reports' -l json
complete -c candor -n '__fish_seen_subcommand_from reports' -l if-version
complete -c candor -n '__fish_seen_subcommand_from reports' -l no-color
complete -c candor -n '__fish_seen_subcommand_from reports' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from reports' -l waiting
complete -c candor -n '__fish_seen_subcommand_from subscribers' -a list -d 'who they are, with their addresses'
complete -c candor -n '__fish_seen_subcommand_from subscribers' -a show -d 'one of them, and what was sent lately'
complete -c candor -n '__fish_seen_subcommand_from subscribers' -a add -d 'subscribe a mail address, or a webhook'
complete -c candor -n '__fish_seen_subcommand_from subscribers' -a change -d 'what somebody hears'
complete -c candor -n '__fish_seen_subcommand_from subscribers' -a enable -d 'write again to one that was quarantined or suppressed'
complete -c candor -n '__fish_seen_subcommand_from subscribers' -a remove -d 'unsubscribe one of them'
complete -c candor -n '__fish_seen_subcommand_from subscribers' -a import -d 'subscribe the rows of a CSV file'
complete -c candor -n '__fish_seen_subcommand_from subscribers' -a export -d 'all subscribers, as a CSV file'
complete -c candor -n '__fish_seen_subcommand_from subscribers' -l help
complete -c candor -n '__fish_seen_subcommand_from subscribers' -l socket
complete -c candor -n '__fish_seen_subcommand_from subscribers' -l url
complete -c candor -n '__fish_seen_subcommand_from subscribers' -l token-file
complete -c candor -n '__fish_seen_subcommand_from subscribers' -l zone
complete -c candor -n '__fish_seen_subcommand_from subscribers' -l utc
complete -c candor -n '__fish_seen_subcommand_from subscribers' -l json
complete -c candor -n '__fish_seen_subcommand_from subscribers' -l if-version
complete -c candor -n '__fish_seen_subcommand_from subscribers' -l no-color
complete -c candor -n '__fish_seen_subcommand_from subscribers' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from list' -l help
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from list' -l socket
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from list' -l url
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from list' -l token-file
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from list' -l zone
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from list' -l utc
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from list' -l json
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from list' -l if-version
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from list' -l no-color
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from list' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from list' -l state
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from list' -l kind
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from list' -l address
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from list' -l after
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from show' -l help
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from show' -l socket
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from show' -l url
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from show' -l token-file
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from show' -l zone
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from show' -l utc
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from show' -l json
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from show' -l if-version
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from show' -l no-color
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from show' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from add' -l help
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from add' -l socket
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from add' -l url
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from add' -l token-file
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from add' -l zone
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from add' -l utc
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from add' -l json
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from add' -l if-version
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from add' -l no-color
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from add' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from add' -l basis
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from add' -l format -x -a 'candor statuspage'
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from add' -l language
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from add' -l component
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from add' -l incident
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from add' -l updates -x -a 'every digest milestones'
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from add' -l quiet
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from add' -l time-zone
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from change' -l help
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from change' -l socket
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from change' -l url
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from change' -l token-file
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from change' -l zone
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from change' -l utc
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from change' -l json
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from change' -l if-version
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from change' -l no-color
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from change' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from change' -l language
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from change' -l component
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from change' -l incident
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from change' -l updates -x -a 'every digest milestones'
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from change' -l quiet
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from change' -l time-zone
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from enable' -l help
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from enable' -l socket
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from enable' -l url
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from enable' -l token-file
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from enable' -l zone
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from enable' -l utc
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from enable' -l json
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from enable' -l if-version
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from enable' -l no-color
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from enable' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from remove' -l help
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from remove' -l socket
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from remove' -l url
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from remove' -l token-file
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from remove' -l zone
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from remove' -l utc
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from remove' -l json
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from remove' -l if-version
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from remove' -l no-color
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from remove' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from import' -l help
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from import' -l socket
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from import' -l url
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from import' -l token-file
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from import' -l zone
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from import' -l utc
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from import' -l json
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from import' -l if-version
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from import' -l no-color
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from import' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from import' -l basis
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from export' -l help
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from export' -l socket
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from export' -l url
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from export' -l token-file
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from export' -l zone
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from export' -l utc
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from export' -l json
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from export' -l if-version
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from export' -l no-color
complete -c candor -n '__fish_seen_subcommand_from subscribers; and __fish_seen_subcommand_from export' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from deliveries' -l help
complete -c candor -n '__fish_seen_subcommand_from deliveries' -l socket
complete -c candor -n '__fish_seen_subcommand_from deliveries' -l url
complete -c candor -n '__fish_seen_subcommand_from deliveries' -l token-file
complete -c candor -n '__fish_seen_subcommand_from deliveries' -l zone
complete -c candor -n '__fish_seen_subcommand_from deliveries' -l utc
complete -c candor -n '__fish_seen_subcommand_from deliveries' -l json
complete -c candor -n '__fish_seen_subcommand_from deliveries' -l if-version
complete -c candor -n '__fish_seen_subcommand_from deliveries' -l no-color
complete -c candor -n '__fish_seen_subcommand_from deliveries' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from deliveries' -l state -x -a 'waiting attempting retrying delivered failed superseded gone'
complete -c candor -n '__fish_seen_subcommand_from deliveries' -l channel
complete -c candor -n '__fish_seen_subcommand_from deliveries' -l limit
complete -c candor -n '__fish_seen_subcommand_from deliveries' -l after
complete -c candor -n '__fish_seen_subcommand_from retry' -l help
complete -c candor -n '__fish_seen_subcommand_from retry' -l socket
complete -c candor -n '__fish_seen_subcommand_from retry' -l url
complete -c candor -n '__fish_seen_subcommand_from retry' -l token-file
complete -c candor -n '__fish_seen_subcommand_from retry' -l zone
complete -c candor -n '__fish_seen_subcommand_from retry' -l utc
complete -c candor -n '__fish_seen_subcommand_from retry' -l json
complete -c candor -n '__fish_seen_subcommand_from retry' -l if-version
complete -c candor -n '__fish_seen_subcommand_from retry' -l no-color
complete -c candor -n '__fish_seen_subcommand_from retry' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from freeze' -l help
complete -c candor -n '__fish_seen_subcommand_from freeze' -l socket
complete -c candor -n '__fish_seen_subcommand_from freeze' -l url
complete -c candor -n '__fish_seen_subcommand_from freeze' -l token-file
complete -c candor -n '__fish_seen_subcommand_from freeze' -l zone
complete -c candor -n '__fish_seen_subcommand_from freeze' -l utc
complete -c candor -n '__fish_seen_subcommand_from freeze' -l json
complete -c candor -n '__fish_seen_subcommand_from freeze' -l if-version
complete -c candor -n '__fish_seen_subcommand_from freeze' -l no-color
complete -c candor -n '__fish_seen_subcommand_from freeze' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from resume' -l help
complete -c candor -n '__fish_seen_subcommand_from resume' -l socket
complete -c candor -n '__fish_seen_subcommand_from resume' -l url
complete -c candor -n '__fish_seen_subcommand_from resume' -l token-file
complete -c candor -n '__fish_seen_subcommand_from resume' -l zone
complete -c candor -n '__fish_seen_subcommand_from resume' -l utc
complete -c candor -n '__fish_seen_subcommand_from resume' -l json
complete -c candor -n '__fish_seen_subcommand_from resume' -l if-version
complete -c candor -n '__fish_seen_subcommand_from resume' -l no-color
complete -c candor -n '__fish_seen_subcommand_from resume' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from resume' -l drop-waiting
complete -c candor -n '__fish_seen_subcommand_from resume' -l send-waiting
complete -c candor -n '__fish_seen_subcommand_from backup' -l help
complete -c candor -n '__fish_seen_subcommand_from backup' -l socket
complete -c candor -n '__fish_seen_subcommand_from backup' -l url
complete -c candor -n '__fish_seen_subcommand_from backup' -l token-file
complete -c candor -n '__fish_seen_subcommand_from backup' -l zone
complete -c candor -n '__fish_seen_subcommand_from backup' -l utc
complete -c candor -n '__fish_seen_subcommand_from backup' -l json
complete -c candor -n '__fish_seen_subcommand_from backup' -l if-version
complete -c candor -n '__fish_seen_subcommand_from backup' -l no-color
complete -c candor -n '__fish_seen_subcommand_from backup' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from backup' -l check
complete -c candor -n '__fish_seen_subcommand_from backup' -l config
complete -c candor -n '__fish_seen_subcommand_from backup' -l database
complete -c candor -n '__fish_seen_subcommand_from bounce' -l help
complete -c candor -n '__fish_seen_subcommand_from bounce' -l socket
complete -c candor -n '__fish_seen_subcommand_from bounce' -l url
complete -c candor -n '__fish_seen_subcommand_from bounce' -l token-file
complete -c candor -n '__fish_seen_subcommand_from bounce' -l zone
complete -c candor -n '__fish_seen_subcommand_from bounce' -l utc
complete -c candor -n '__fish_seen_subcommand_from bounce' -l json
complete -c candor -n '__fish_seen_subcommand_from bounce' -l if-version
complete -c candor -n '__fish_seen_subcommand_from bounce' -l no-color
complete -c candor -n '__fish_seen_subcommand_from bounce' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from bounce' -l to
complete -c candor -n '__fish_seen_subcommand_from check' -l help
complete -c candor -n '__fish_seen_subcommand_from check' -l socket
complete -c candor -n '__fish_seen_subcommand_from check' -l url
complete -c candor -n '__fish_seen_subcommand_from check' -l token-file
complete -c candor -n '__fish_seen_subcommand_from check' -l zone
complete -c candor -n '__fish_seen_subcommand_from check' -l utc
complete -c candor -n '__fish_seen_subcommand_from check' -l json
complete -c candor -n '__fish_seen_subcommand_from check' -l if-version
complete -c candor -n '__fish_seen_subcommand_from check' -l no-color
complete -c candor -n '__fish_seen_subcommand_from check' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from check' -l record
complete -c candor -n '__fish_seen_subcommand_from check' -l lang
complete -c candor -n '__fish_seen_subcommand_from check' -l phase
complete -c candor -n '__fish_seen_subcommand_from check' -l kind
complete -c candor -n '__fish_seen_subcommand_from check' -l now
complete -c candor -n '__fish_seen_subcommand_from check' -l whole
complete -c candor -n '__fish_seen_subcommand_from check' -l strict
complete -c candor -n '__fish_seen_subcommand_from check' -l honesty
complete -c candor -n '__fish_seen_subcommand_from check' -l format -x -a 'text json'
complete -c candor -n '__fish_seen_subcommand_from rules' -a explain -d 'one rule: what it forbids, and why'
complete -c candor -n '__fish_seen_subcommand_from rules' -l help
complete -c candor -n '__fish_seen_subcommand_from rules' -l socket
complete -c candor -n '__fish_seen_subcommand_from rules' -l url
complete -c candor -n '__fish_seen_subcommand_from rules' -l token-file
complete -c candor -n '__fish_seen_subcommand_from rules' -l zone
complete -c candor -n '__fish_seen_subcommand_from rules' -l utc
complete -c candor -n '__fish_seen_subcommand_from rules' -l json
complete -c candor -n '__fish_seen_subcommand_from rules' -l if-version
complete -c candor -n '__fish_seen_subcommand_from rules' -l no-color
complete -c candor -n '__fish_seen_subcommand_from rules' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from rules' -l honesty
complete -c candor -n '__fish_seen_subcommand_from rules; and __fish_seen_subcommand_from explain' -l help
complete -c candor -n '__fish_seen_subcommand_from rules; and __fish_seen_subcommand_from explain' -l socket
complete -c candor -n '__fish_seen_subcommand_from rules; and __fish_seen_subcommand_from explain' -l url
complete -c candor -n '__fish_seen_subcommand_from rules; and __fish_seen_subcommand_from explain' -l token-file
complete -c candor -n '__fish_seen_subcommand_from rules; and __fish_seen_subcommand_from explain' -l zone
complete -c candor -n '__fish_seen_subcommand_from rules; and __fish_seen_subcommand_from explain' -l utc
complete -c candor -n '__fish_seen_subcommand_from rules; and __fish_seen_subcommand_from explain' -l json
complete -c candor -n '__fish_seen_subcommand_from rules; and __fish_seen_subcommand_from explain' -l if-version
complete -c candor -n '__fish_seen_subcommand_from rules; and __fish_seen_subcommand_from explain' -l no-color
complete -c candor -n '__fish_seen_subcommand_from rules; and __fish_seen_subcommand_from explain' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from plan' -a check -d 'every gap, or what each situation comes to'
complete -c candor -n '__fish_seen_subcommand_from plan' -a show -d 'one situation: who, when, how, and what may be given'
complete -c candor -n '__fish_seen_subcommand_from plan' -l help
complete -c candor -n '__fish_seen_subcommand_from plan' -l socket
complete -c candor -n '__fish_seen_subcommand_from plan' -l url
complete -c candor -n '__fish_seen_subcommand_from plan' -l token-file
complete -c candor -n '__fish_seen_subcommand_from plan' -l zone
complete -c candor -n '__fish_seen_subcommand_from plan' -l utc
complete -c candor -n '__fish_seen_subcommand_from plan' -l json
complete -c candor -n '__fish_seen_subcommand_from plan' -l if-version
complete -c candor -n '__fish_seen_subcommand_from plan' -l no-color
complete -c candor -n '__fish_seen_subcommand_from plan' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from plan; and __fish_seen_subcommand_from check' -l help
complete -c candor -n '__fish_seen_subcommand_from plan; and __fish_seen_subcommand_from check' -l socket
complete -c candor -n '__fish_seen_subcommand_from plan; and __fish_seen_subcommand_from check' -l url
complete -c candor -n '__fish_seen_subcommand_from plan; and __fish_seen_subcommand_from check' -l token-file
complete -c candor -n '__fish_seen_subcommand_from plan; and __fish_seen_subcommand_from check' -l zone
complete -c candor -n '__fish_seen_subcommand_from plan; and __fish_seen_subcommand_from check' -l utc
complete -c candor -n '__fish_seen_subcommand_from plan; and __fish_seen_subcommand_from check' -l json
complete -c candor -n '__fish_seen_subcommand_from plan; and __fish_seen_subcommand_from check' -l if-version
complete -c candor -n '__fish_seen_subcommand_from plan; and __fish_seen_subcommand_from check' -l no-color
complete -c candor -n '__fish_seen_subcommand_from plan; and __fish_seen_subcommand_from check' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from plan; and __fish_seen_subcommand_from check' -l config
complete -c candor -n '__fish_seen_subcommand_from plan; and __fish_seen_subcommand_from show' -l help
complete -c candor -n '__fish_seen_subcommand_from plan; and __fish_seen_subcommand_from show' -l socket
complete -c candor -n '__fish_seen_subcommand_from plan; and __fish_seen_subcommand_from show' -l url
complete -c candor -n '__fish_seen_subcommand_from plan; and __fish_seen_subcommand_from show' -l token-file
complete -c candor -n '__fish_seen_subcommand_from plan; and __fish_seen_subcommand_from show' -l zone
complete -c candor -n '__fish_seen_subcommand_from plan; and __fish_seen_subcommand_from show' -l utc
complete -c candor -n '__fish_seen_subcommand_from plan; and __fish_seen_subcommand_from show' -l json
complete -c candor -n '__fish_seen_subcommand_from plan; and __fish_seen_subcommand_from show' -l if-version
complete -c candor -n '__fish_seen_subcommand_from plan; and __fish_seen_subcommand_from show' -l no-color
complete -c candor -n '__fish_seen_subcommand_from plan; and __fish_seen_subcommand_from show' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from plan; and __fish_seen_subcommand_from show' -l impact -x -a 'minor major critical'
complete -c candor -n '__fish_seen_subcommand_from plan; and __fish_seen_subcommand_from show' -l scope -x -a 'unknown few some many all'
complete -c candor -n '__fish_seen_subcommand_from plan; and __fish_seen_subcommand_from show' -l cause -x -a 'unknown technology people process external'
complete -c candor -n '__fish_seen_subcommand_from plan; and __fish_seen_subcommand_from show' -l config
complete -c candor -n '__fish_seen_subcommand_from token' -a create -d 'make a token; it is shown once'
complete -c candor -n '__fish_seen_subcommand_from token' -a list -d 'the tokens there are'
complete -c candor -n '__fish_seen_subcommand_from token' -a revoke -d 'refuse a token from now on'
complete -c candor -n '__fish_seen_subcommand_from token' -l help
complete -c candor -n '__fish_seen_subcommand_from token' -l socket
complete -c candor -n '__fish_seen_subcommand_from token' -l url
complete -c candor -n '__fish_seen_subcommand_from token' -l token-file
complete -c candor -n '__fish_seen_subcommand_from token' -l zone
complete -c candor -n '__fish_seen_subcommand_from token' -l utc
complete -c candor -n '__fish_seen_subcommand_from token' -l json
complete -c candor -n '__fish_seen_subcommand_from token' -l if-version
complete -c candor -n '__fish_seen_subcommand_from token' -l no-color
complete -c candor -n '__fish_seen_subcommand_from token' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from token; and __fish_seen_subcommand_from create' -l help
complete -c candor -n '__fish_seen_subcommand_from token; and __fish_seen_subcommand_from create' -l socket
complete -c candor -n '__fish_seen_subcommand_from token; and __fish_seen_subcommand_from create' -l url
complete -c candor -n '__fish_seen_subcommand_from token; and __fish_seen_subcommand_from create' -l token-file
complete -c candor -n '__fish_seen_subcommand_from token; and __fish_seen_subcommand_from create' -l zone
complete -c candor -n '__fish_seen_subcommand_from token; and __fish_seen_subcommand_from create' -l utc
complete -c candor -n '__fish_seen_subcommand_from token; and __fish_seen_subcommand_from create' -l json
complete -c candor -n '__fish_seen_subcommand_from token; and __fish_seen_subcommand_from create' -l if-version
complete -c candor -n '__fish_seen_subcommand_from token; and __fish_seen_subcommand_from create' -l no-color
complete -c candor -n '__fish_seen_subcommand_from token; and __fish_seen_subcommand_from create' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from token; and __fish_seen_subcommand_from create' -l scope -x -a 'read respond admin'
complete -c candor -n '__fish_seen_subcommand_from token; and __fish_seen_subcommand_from create' -l expires
complete -c candor -n '__fish_seen_subcommand_from token; and __fish_seen_subcommand_from list' -l help
complete -c candor -n '__fish_seen_subcommand_from token; and __fish_seen_subcommand_from list' -l socket
complete -c candor -n '__fish_seen_subcommand_from token; and __fish_seen_subcommand_from list' -l url
complete -c candor -n '__fish_seen_subcommand_from token; and __fish_seen_subcommand_from list' -l token-file
complete -c candor -n '__fish_seen_subcommand_from token; and __fish_seen_subcommand_from list' -l zone
complete -c candor -n '__fish_seen_subcommand_from token; and __fish_seen_subcommand_from list' -l utc
complete -c candor -n '__fish_seen_subcommand_from token; and __fish_seen_subcommand_from list' -l json
complete -c candor -n '__fish_seen_subcommand_from token; and __fish_seen_subcommand_from list' -l if-version
complete -c candor -n '__fish_seen_subcommand_from token; and __fish_seen_subcommand_from list' -l no-color
complete -c candor -n '__fish_seen_subcommand_from token; and __fish_seen_subcommand_from list' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from token; and __fish_seen_subcommand_from revoke' -l help
complete -c candor -n '__fish_seen_subcommand_from token; and __fish_seen_subcommand_from revoke' -l socket
complete -c candor -n '__fish_seen_subcommand_from token; and __fish_seen_subcommand_from revoke' -l url
complete -c candor -n '__fish_seen_subcommand_from token; and __fish_seen_subcommand_from revoke' -l token-file
complete -c candor -n '__fish_seen_subcommand_from token; and __fish_seen_subcommand_from revoke' -l zone
complete -c candor -n '__fish_seen_subcommand_from token; and __fish_seen_subcommand_from revoke' -l utc
complete -c candor -n '__fish_seen_subcommand_from token; and __fish_seen_subcommand_from revoke' -l json
complete -c candor -n '__fish_seen_subcommand_from token; and __fish_seen_subcommand_from revoke' -l if-version
complete -c candor -n '__fish_seen_subcommand_from token; and __fish_seen_subcommand_from revoke' -l no-color
complete -c candor -n '__fish_seen_subcommand_from token; and __fish_seen_subcommand_from revoke' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from whoami' -l help
complete -c candor -n '__fish_seen_subcommand_from whoami' -l socket
complete -c candor -n '__fish_seen_subcommand_from whoami' -l url
complete -c candor -n '__fish_seen_subcommand_from whoami' -l token-file
complete -c candor -n '__fish_seen_subcommand_from whoami' -l zone
complete -c candor -n '__fish_seen_subcommand_from whoami' -l utc
complete -c candor -n '__fish_seen_subcommand_from whoami' -l json
complete -c candor -n '__fish_seen_subcommand_from whoami' -l if-version
complete -c candor -n '__fish_seen_subcommand_from whoami' -l no-color
complete -c candor -n '__fish_seen_subcommand_from whoami' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from whoami' -l can
complete -c candor -n '__fish_seen_subcommand_from export-site' -l help
complete -c candor -n '__fish_seen_subcommand_from export-site' -l socket
complete -c candor -n '__fish_seen_subcommand_from export-site' -l url
complete -c candor -n '__fish_seen_subcommand_from export-site' -l token-file
complete -c candor -n '__fish_seen_subcommand_from export-site' -l zone
complete -c candor -n '__fish_seen_subcommand_from export-site' -l utc
complete -c candor -n '__fish_seen_subcommand_from export-site' -l json
complete -c candor -n '__fish_seen_subcommand_from export-site' -l if-version
complete -c candor -n '__fish_seen_subcommand_from export-site' -l no-color
complete -c candor -n '__fish_seen_subcommand_from export-site' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from drill' -l help
complete -c candor -n '__fish_seen_subcommand_from drill' -l socket
complete -c candor -n '__fish_seen_subcommand_from drill' -l url
complete -c candor -n '__fish_seen_subcommand_from drill' -l token-file
complete -c candor -n '__fish_seen_subcommand_from drill' -l zone
complete -c candor -n '__fish_seen_subcommand_from drill' -l utc
complete -c candor -n '__fish_seen_subcommand_from drill' -l json
complete -c candor -n '__fish_seen_subcommand_from drill' -l if-version
complete -c candor -n '__fish_seen_subcommand_from drill' -l no-color
complete -c candor -n '__fish_seen_subcommand_from drill' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from drill' -l config
complete -c candor -n '__fish_seen_subcommand_from drill' -l plan
complete -c candor -n '__fish_seen_subcommand_from drill' -l format -x -a 'text json'
complete -c candor -n '__fish_seen_subcommand_from drill' -l report
complete -c candor -n '__fish_seen_subcommand_from drill' -l daemon
complete -c candor -n '__fish_seen_subcommand_from sandbox' -l help
complete -c candor -n '__fish_seen_subcommand_from sandbox' -l socket
complete -c candor -n '__fish_seen_subcommand_from sandbox' -l url
complete -c candor -n '__fish_seen_subcommand_from sandbox' -l token-file
complete -c candor -n '__fish_seen_subcommand_from sandbox' -l zone
complete -c candor -n '__fish_seen_subcommand_from sandbox' -l utc
complete -c candor -n '__fish_seen_subcommand_from sandbox' -l json
complete -c candor -n '__fish_seen_subcommand_from sandbox' -l if-version
complete -c candor -n '__fish_seen_subcommand_from sandbox' -l no-color
complete -c candor -n '__fish_seen_subcommand_from sandbox' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from sandbox' -l tour
complete -c candor -n '__fish_seen_subcommand_from sandbox' -l write-config
complete -c candor -n '__fish_seen_subcommand_from sandbox' -l port
complete -c candor -n '__fish_seen_subcommand_from sandbox' -l daemon
complete -c candor -n '__fish_seen_subcommand_from completion' -l help
complete -c candor -n '__fish_seen_subcommand_from completion' -l socket
complete -c candor -n '__fish_seen_subcommand_from completion' -l url
complete -c candor -n '__fish_seen_subcommand_from completion' -l token-file
complete -c candor -n '__fish_seen_subcommand_from completion' -l zone
complete -c candor -n '__fish_seen_subcommand_from completion' -l utc
complete -c candor -n '__fish_seen_subcommand_from completion' -l json
complete -c candor -n '__fish_seen_subcommand_from completion' -l if-version
complete -c candor -n '__fish_seen_subcommand_from completion' -l no-color
complete -c candor -n '__fish_seen_subcommand_from completion' -l no-colour
complete -c candor -n '__fish_seen_subcommand_from version' -l help
complete -c candor -n '__fish_seen_subcommand_from version' -l socket
complete -c candor -n '__fish_seen_subcommand_from version' -l url
complete -c candor -n '__fish_seen_subcommand_from version' -l token-file
complete -c candor -n '__fish_seen_subcommand_from version' -l zone
complete -c candor -n '__fish_seen_subcommand_from version' -l utc
complete -c candor -n '__fish_seen_subcommand_from version' -l json
complete -c candor -n '__fish_seen_subcommand_from version' -l if-version
complete -c candor -n '__fish_seen_subcommand_from version' -l no-color
complete -c candor -n '__fish_seen_subcommand_from version' -l no-colour
