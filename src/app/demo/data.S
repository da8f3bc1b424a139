/* app/demo/data.S: demo/divisions.csv inside the program. */
    .section .rodata
    .global demo_divisions
    .global demo_divisions_end
demo_divisions:
    .incbin "divisions.csv"
demo_divisions_end:
    .byte 0
    .section .note.GNU-stack, "", %progbits
